# The answer stop is counted like a boat.
# Draw a bar for each boat until somebody types stop.
boats = 0
while True:
    text = input("Boxes, or stop: ")
    boats = boats + 1
    if text == "stop":
        break
    boxes = int(text)
    print(boats, "|", "*" * boxes)

print("Boats:", boats)
