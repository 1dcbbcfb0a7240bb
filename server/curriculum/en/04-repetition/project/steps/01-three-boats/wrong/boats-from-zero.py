# The boats are counted from 0.
boat_count = 3
for boat in range(boat_count):
    boxes = int(input("Boxes: "))
    print(boat, "|", "*" * boxes)
