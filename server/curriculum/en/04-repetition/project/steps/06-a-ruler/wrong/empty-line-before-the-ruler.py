# There is an empty line between the chart and the ruler.
# Read the boxes of each boat, and keep the bars for the chart.
boats = 0
total = 0
chart = ""
# No boat can bring less than 0, so the first one is always better than this.
most = -1
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
    # The ruler is as long as the longest bar; every fifth sign is a plus.
    ruler = "    "
    for place in range(1, most + 1):
        if place % 5 == 0:
            ruler = ruler + "+"
        else:
            ruler = ruler + "-"
    # The chart ends with a line break, so the ruler stands below it.
    print(chart)
    print(ruler)
    print()
    print("Boats:", boats)
    print("Boxes:", total)
    print("Best: boat", best_boat, "with", most, "boxes")
