# One was added to the total instead of the range, so the text is wrong.
laps = int(input("How many laps? ")) + 1
for lap in range(1, laps):
    print("Lap", lap, "of", laps)
print("Well done, Imani!")
