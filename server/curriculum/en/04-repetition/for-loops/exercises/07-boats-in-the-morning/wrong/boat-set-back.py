# The counter is set back in each turn, so every boat is number 1.
gap = int(input("Minutes from boat to boat: "))
open_minutes = int(input("The gate is open for how many minutes? "))
for minute in range(0, open_minutes + 1, gap):
    boat = 0
    boat = boat + 1
    print("Boat", boat, "at", 6 + minute // 60, "h", minute % 60, "min")
