# A time of more than 100 seconds is never found.
laps = int(input("How many laps? "))
fastest = 100
best_lap = 1
for lap in range(1, laps + 1):
    seconds = int(input("Seconds: "))
    if seconds < fastest:
        fastest = seconds
        best_lap = lap
print("Fastest:", fastest, "s in lap", best_lap)
