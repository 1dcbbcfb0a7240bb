# The name is the key, so a second visitor of this name replaces the first.
rooms = {}
line = input("Name and room: ")
while line != "closed":
    name, room = line.split()
    rooms[name] = room
    line = input("Name and room: ")
seen = set(rooms.values())
for room in sorted(seen):
    names = []
    for name in rooms:
        if rooms[name] == room:
            names.append(name)
    print(f"{room}: {', '.join(names)}")
print("Rooms:", len(seen))
