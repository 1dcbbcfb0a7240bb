# The bars are still shown between the answers.
# Read the boxes of each boat, and keep the bars for the chart.
boats = 0
total = 0
chart = ""
while True:
    text = input("Boxes, or stop: ")
    if text == "stop":
        break
    boxes = int(text)
    if boxes < 0 or boxes > 40:
        print("Only 0 to 40, please.")
        continue
    boats = boats + 1
    total = total + boxes
    print(boats, "|", "*" * boxes)

# The chart ends with a line break, so print adds an empty line.
print(chart)
print("Boats:", boats)
print("Boxes:", total)
