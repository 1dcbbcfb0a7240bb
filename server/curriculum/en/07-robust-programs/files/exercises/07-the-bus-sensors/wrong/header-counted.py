# The header counts as a broken row, and the new rows are added to an old file.
import csv


def fastest(source, target):
    speeds = {}
    broken = 0
    with open(source, newline="") as file:
        for row in csv.reader(file):
            try:
                bus, stop, text = row
                speed = int(text)
                if bus not in speeds or speed > speeds[bus]:
                    speeds[bus] = speed
            except ValueError:
                broken += 1
    with open(target, "a", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["bus", "speed"])
        for bus, speed in speeds.items():
            writer.writerow([bus, speed])
    return broken
