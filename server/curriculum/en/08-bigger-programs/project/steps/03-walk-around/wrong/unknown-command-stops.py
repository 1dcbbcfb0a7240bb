# An unknown command ends the game.
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
            lines.append("You see: " + ", ".join(sorted(self.things)))
        return "\n".join(lines)

class Player:
    """Somebody who walks through the rooms."""

    def __init__(self, room):
        self.room = room

    def go(self, direction):
        """Walk if there is a way. Return what the player reads."""
        if direction not in self.room.exits:
            return f"There is no way {direction}."
        self.room = rooms[self.room.exits[direction]]
        return self.room.describe()

# Build the world.
rooms = {name: Room(name, ROOMS[name]) for name in ROOMS}
player = Player(rooms[START])
print(player.room.describe())

# Read commands until the player stops.
command = input("> ")
while command != "stop":
    if command.startswith("go "):
        print(player.go(command[3:]))
    elif command == "look":
        print(player.room.describe())
    else:
        print("I do not know that.")
        break
    command = input("> ")
print("Goodbye.")
