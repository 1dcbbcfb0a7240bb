# The last of two equal laps wins.
laps = int(input("How many laps? "))
fastest = int(input("Seconds: "))
best_lap = 1
for lap in range(2, laps + 1):
    seconds = int(input("Seconds: "))
    if seconds <= fastest:
        fastest = seconds
        best_lap = lap
print("Fastest:", fastest, "s in lap", best_lap)
