laps = int(input("How many laps? "))
for lap in range(laps)
    print("Lap", lap, "of", laps)
    print("Well done, Imani!")
