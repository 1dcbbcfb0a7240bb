# The answer becomes a number before it is compared, so stop is an error.
# Draw a bar for each boat until somebody types stop.
boats = 0
while True:
    boxes = int(input("Boxes, or stop: "))
    if boxes == "stop":
        break
    boats = boats + 1
    print(boats, "|", "*" * boxes)

print("Boats:", boats)
