# No time is less than 0, so nothing ever changes.
laps = int(input("How many laps? "))
fastest = 0
best_lap = 0
for lap in range(1, laps + 1):
    seconds = int(input("Seconds: "))
    if seconds < fastest:
        fastest = seconds
        best_lap = lap
print("Fastest:", fastest, "s in lap", best_lap)
