# The boxes are asked for only once, above the loop.
boat_count = 3
boxes = int(input("Boxes: "))
for boat in range(1, boat_count + 1):
    print(boat, "|", "*" * boxes)
