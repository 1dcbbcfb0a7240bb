# The numbers 0 and 40 are refused.
# Draw a bar for each boat until somebody types stop.
boats = 0
while True:
    text = input("Boxes, or stop: ")
    if text == "stop":
        break
    boxes = int(text)
    if boxes <= 0 or boxes >= 40:
        print("Only 0 to 40, please.")
        continue
    boats = boats + 1
    print(boats, "|", "*" * boxes)

print("Boats:", boats)
