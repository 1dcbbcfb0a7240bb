boat_count = 3
for boat in range(1, boat_count + 1):
    boxes = int(input("Boxes: "))
    print(boat, "|", "*" * boxes)
