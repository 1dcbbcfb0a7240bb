rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    # Keep the name under its room.
    line = input("Name and room: ")
# Show the rooms with their visitors.
