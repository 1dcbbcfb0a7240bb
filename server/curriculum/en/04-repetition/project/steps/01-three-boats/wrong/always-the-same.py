# The bars are typed in and do not depend on the answers.
boat_count = 3
for boat in range(boat_count):
    boxes = int(input("Boxes: "))
print("1 | ***")
print("2 | ******")
print("3 | *")
