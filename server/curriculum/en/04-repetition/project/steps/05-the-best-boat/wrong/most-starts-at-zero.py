# The start is 0, so a boat without boxes is never the best.
# Read the boxes of each boat, and keep the bars for the chart.
boats = 0
total = 0
chart = ""
most = 0
best_boat = 0
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
    if boxes > most:
        most = boxes
        best_boat = boats
    bar = "*" * boxes
    chart = chart + f"{boats} | {bar}\n"

if boats == 0:
    print("No boats today.")
else:
    # The chart ends with a line break, so print adds an empty line.
    print(chart)
    print("Boats:", boats)
    print("Boxes:", total)
    print("Best: boat", best_boat, "with", most, "boxes")
