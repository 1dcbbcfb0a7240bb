# The key and the dome are typed in, so other locks do not work.
# A text adventure.
from world import LOCKS, ROOMS, START

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
    """Somebody who walks through the rooms and carries a bag."""

    def __init__(self, room):
        self.room = room
        self.bag = []

    def go(self, direction):
        """Walk if there is a way. Return what the player reads."""
        if direction not in self.room.exits:
            return f"There is no way {direction}."
        target = self.room.exits[direction]
        if target == "dome" and "key" not in self.bag:
            return "The dome is locked. You need the key."
        self.room = rooms[target]
        return self.room.describe()

    def take(self, thing):
        """Put a thing of the room into the bag."""
        if thing not in self.room.things:
            return f"There is no {thing} here."
        self.room.things.remove(thing)
        self.bag.append(thing)
        return f"You take the {thing}."

    def show_bag(self):
        """Return what is in the bag."""
        if len(self.bag) == 0:
            return "Bag: nothing"
        return "Bag: " + ", ".join(sorted(self.bag))

# Build the world.
rooms = {name: Room(name, ROOMS[name]) for name in ROOMS}
player = Player(rooms[START])
print(player.room.describe())

# Read commands until the player stops.
command = input("> ")
while command != "stop":
    if command.startswith("go "):
        print(player.go(command[3:]))
    elif command.startswith("take "):
        print(player.take(command[5:]))
    elif command == "bag":
        print(player.show_bag())
    elif command == "look":
        print(player.room.describe())
    else:
        print("I do not know that.")
    command = input("> ")
print("Goodbye.")
