# The list is emptied each time a command comes.
def add(names):
    """Ask for a name, keep it and say so."""
    name = input("Name: ")
    names.append(name)
    print(f"Added {name}.")


def show_all(names):
    """Show every name, or say that there is none."""
    if names == []:
        print("The book is empty.")
    for name in names:
        print(name)


names = []
command = input("Command: ")
while command != "stop":
    if command == "add":
        names = []
    if command == "add":
        add(names)
    elif command == "list":
        show_all(names)
    else:
        print(f"I do not know the command {command}.")
    command = input("Command: ")
print("Goodbye.")
