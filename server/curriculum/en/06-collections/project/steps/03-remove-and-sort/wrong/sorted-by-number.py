# The list is sorted by the numbers and not by the names.
def add(contacts):
    """Ask for a name and a number, keep them and say so."""
    name = input("Name: ")
    contacts[name] = input("Number: ")
    print(f"Added {name}.")


def show_all(contacts):
    """Show every name with its number, or say that there is none."""
    if contacts == {}:
        print("The book is empty.")
    for number in sorted(contacts.values()):
        for name in contacts:
            if contacts[name] == number:
                print(f"{name}: {number}")


def find(contacts):
    """Ask for a name and show its number."""
    name = input("Name: ")
    if name in contacts:
        print(f"{name}: {contacts[name]}")
    else:
        print(f"I cannot find {name}.")


def remove(contacts):
    """Ask for a name and take it out of the book."""
    name = input("Name: ")
    if name in contacts:
        del contacts[name]
        print(f"Removed {name}.")
    else:
        print(f"I cannot find {name}.")


contacts = {}
command = input("Command: ")
while command != "stop":
    if command == "add":
        add(contacts)
    elif command == "list":
        show_all(contacts)
    elif command == "find":
        find(contacts)
    elif command == "remove":
        remove(contacts)
    else:
        print(f"I do not know the command {command}.")
    command = input("Command: ")
print("Goodbye.")
