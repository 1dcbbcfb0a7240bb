# The end is left out, so no boat leaves in the last minute.
gap = int(input("Minutes from boat to boat: "))
open_minutes = int(input("The gate is open for how many minutes? "))
boat = 0
for minute in range(0, open_minutes, gap):
    boat = boat + 1
    print("Boat", boat, "at", 6 + minute // 60, "h", minute % 60, "min")
