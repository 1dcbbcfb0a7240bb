# A text adventure.
from world import ROOMS, START

# Show the room where the adventure begins.
room = ROOMS[START]
print(START)
print(room["text"])
print("Ways: " + ", ".join(sorted(room["exits"])))
