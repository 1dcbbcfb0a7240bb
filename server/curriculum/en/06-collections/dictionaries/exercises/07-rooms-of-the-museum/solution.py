rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    if room not in rooms:
        rooms[room] = []
    rooms[room].append(name)
    line = input("Name and room: ")
for room in sorted(rooms):
    print(f"{room}: {', '.join(rooms[room])}")
print("Rooms:", len(rooms))
