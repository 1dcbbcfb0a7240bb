# The gate is typed in, so another world does not work.
# A text adventure.
from world import ROOMS, START

# Show the room where the adventure begins.
room = ROOMS["gate"]
print("gate")
print(room["text"])
print("Ways: " + ", ".join(sorted(room["exits"])))
