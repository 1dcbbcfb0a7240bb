# A contact book. Commands: add, list, stop.


def add(names):
    """Ask for a name, keep it and say so."""


def show_all(names):
    """Show every name, or say that there is none."""


names = []
command = input("Command: ")
while command != "stop":
    # Call the function that belongs to the command.
    command = input("Command: ")
print("Goodbye.")
