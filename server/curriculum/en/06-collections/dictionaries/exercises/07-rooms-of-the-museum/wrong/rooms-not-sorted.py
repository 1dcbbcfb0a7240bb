# The rooms are shown in the order in which they came.
rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    if room not in rooms:
        rooms[room] = []
    rooms[room].append(name)
    line = input("Name and room: ")
for room in rooms:
    print(f"{room}: {', '.join(rooms[room])}")
print("Rooms:", len(rooms))
