# A boat without boxes ends the program.
# Draw a bar for each boat until somebody types stop.
boats = 0
while True:
    text = input("Boxes, or stop: ")
    if text == "stop":
        break
    boxes = int(text)
    if boxes == 0:
        break
    boats = boats + 1
    print(boats, "|", "*" * boxes)

print("Boats:", boats)
