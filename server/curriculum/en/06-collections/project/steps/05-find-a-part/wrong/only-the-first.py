# The function ends after the first name that fits.
def add(contacts):
    """Ask for a name and a number, keep them and say so."""
    name = input("Name: ")
    number = input("Number: ")
    if name not in contacts:
        contacts[name] = [number]
        print(f"Added {name}.")
    elif number in contacts[name]:
        print(f"{name} has this number already.")
    else:
        contacts[name].append(number)
        print(f"{name} has {len(contacts[name])} numbers now.")


def show(contacts, name):
    """Show one contact with all its numbers."""
    print(f"{name}: {', '.join(contacts[name])}")


def show_all(contacts):
    """Show every contact by name, or say that there is none."""
    if contacts == {}:
        print("The book is empty.")
    for name in sorted(contacts):
        show(contacts, name)


def find(contacts):
    """Ask for a part of a name and show all contacts that have it."""
    part = input("Name: ")
    found = False
    for name in sorted(contacts):
        if part.lower() in name.lower():
            show(contacts, name)
            return
    if not found:
        print(f"I cannot find {part}.")


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
