# The directions are in the order of the dictionary.
# A text adventure.
from world import ROOMS, START

# Show the room where the adventure begins.
room = ROOMS[START]
print(START)
print(room["text"])
print("Ways: " + ", ".join(room["exits"]))
