# A bus gets a row even if all its rows are broken.
import csv


def fastest(source, target):
    with open(source, newline="") as file:
        rows = list(csv.reader(file))
    speeds = {}
    broken = 0
    for row in rows[1:]:
        try:
            if row[0] not in speeds:
                speeds[row[0]] = 0
            speed = int(row[2])
            if speed > speeds[row[0]]:
                speeds[row[0]] = speed
        except (ValueError, IndexError):
            broken += 1
    with open(target, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["bus", "speed"])
        for bus, speed in speeds.items():
            writer.writerow([bus, speed])
    return broken
