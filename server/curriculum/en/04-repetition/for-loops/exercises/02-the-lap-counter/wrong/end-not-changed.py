# The range starts at 1 now, but its end was not changed.
laps = int(input("How many laps? "))
for lap in range(1, laps):
    print("Lap", lap, "of", laps)
print("Well done, Imani!")
