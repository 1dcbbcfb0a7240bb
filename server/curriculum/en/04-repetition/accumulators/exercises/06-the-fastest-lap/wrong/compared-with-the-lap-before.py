# Each lap is compared only with the lap before it.
laps = int(input("How many laps? "))
fastest = int(input("Seconds: "))
before = fastest
best_lap = 1
for lap in range(2, laps + 1):
    seconds = int(input("Seconds: "))
    if seconds < before:
        fastest = seconds
        best_lap = lap
    before = seconds
print("Fastest:", fastest, "s in lap", best_lap)
