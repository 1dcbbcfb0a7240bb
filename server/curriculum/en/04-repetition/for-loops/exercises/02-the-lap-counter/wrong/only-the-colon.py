# Only the error was corrected; the output is still wrong.
laps = int(input("How many laps? "))
for lap in range(laps):
    print("Lap", lap, "of", laps)
    print("Well done, Imani!")
