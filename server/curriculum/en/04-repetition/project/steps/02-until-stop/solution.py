# Draw a bar for each boat until somebody types stop.
boats = 0
while True:
    text = input("Boxes, or stop: ")
    if text == "stop":
        break
    boxes = int(text)
    boats = boats + 1
    print(boats, "|", "*" * boxes)

print("Boats:", boats)
