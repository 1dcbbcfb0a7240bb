# The last line is still in the loop.
laps = int(input("How many laps? "))
for lap in range(1, laps + 1):
    print("Lap", lap, "of", laps)
    print("Well done, Imani!")
