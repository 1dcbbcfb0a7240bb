# The line with the things is there even when there are none.
# A text adventure.
from world import ROOMS, START

class Room:
    """A place with ways to other places and with things in it."""

    def __init__(self, name, data):
        self.name = name
        self.text = data["text"]
        self.exits = data["exits"]
        self.things = data["things"]

    def describe(self):
        """Return what the player sees in this room."""
        lines = [self.name, self.text, "Ways: " + ", ".join(sorted(self.exits))]
        lines.append("You see: " + ", ".join(sorted(self.things)))
        return "\n".join(lines)

# Build the world.
rooms = {name: Room(name, ROOMS[name]) for name in ROOMS}

# Show the room where the adventure begins.
print(rooms[START].describe())
