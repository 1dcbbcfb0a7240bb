# Find shows the contact that was added last.
def add(contacts):
    """Ask for a name and a number, keep them and say so."""
    name = input("Name: ")
    contacts[name] = input("Number: ")
    print(f"Added {name}.")


def show_all(contacts):
    """Show every name with its number, or say that there is none."""
    if contacts == {}:
        print("The book is empty.")
    for name, number in contacts.items():
        print(f"{name}: {number}")


def find(contacts):
    """Ask for a name and show its number."""
    name = input("Name: ")
    found = False
    for key, value in contacts.items():
        if name == key or name == value:
            found = True
    if found:
        print(f"{key}: {value}")
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
    else:
        print(f"I do not know the command {command}.")
    command = input("Command: ")
print("Goodbye.")
