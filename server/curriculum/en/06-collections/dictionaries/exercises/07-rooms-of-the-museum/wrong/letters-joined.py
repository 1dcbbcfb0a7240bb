# The value is a text, so join puts commas between its letters.
rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    rooms[room] = rooms.get(room, "") + name
    line = input("Name and room: ")
for room in sorted(rooms):
    print(f"{room}: {', '.join(rooms[room])}")
print("Rooms:", len(rooms))
