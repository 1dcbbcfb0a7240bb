# The first boat is left out, because the range starts at the gap.
gap = int(input("Minutes from boat to boat: "))
open_minutes = int(input("The gate is open for how many minutes? "))
boat = 0
for minute in range(gap, open_minutes + 1, gap):
    boat = boat + 1
    print("Boat", boat, "at", 6 + minute // 60, "h", minute % 60, "min")
