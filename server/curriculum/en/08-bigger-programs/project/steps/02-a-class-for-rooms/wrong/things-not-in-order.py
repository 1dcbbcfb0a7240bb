# The things are in the order of the list.
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
        if len(self.things) > 0:
            lines.append("You see: " + ", ".join(self.things))
        return "\n".join(lines)

# Build the world.
rooms = {name: Room(name, ROOMS[name]) for name in ROOMS}

# Show the room where the adventure begins.
print(rooms[START].describe())
