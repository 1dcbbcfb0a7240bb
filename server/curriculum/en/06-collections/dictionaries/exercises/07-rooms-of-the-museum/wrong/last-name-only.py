# Each visitor replaces the one before in the same room.
rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    rooms[room] = [name]
    line = input("Name and room: ")
for room in sorted(rooms):
    print(f"{room}: {', '.join(rooms[room])}")
print("Rooms:", len(rooms))
