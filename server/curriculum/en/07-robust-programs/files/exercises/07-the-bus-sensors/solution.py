import csv


def fastest(source, target):
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    speeds = {}
    broken = 0
    for row in rows[1:]:
        try:
            bus, stop, text = row
            speed = int(text)
        except ValueError:
            broken += 1
            continue
        if bus not in speeds or speed > speeds[bus]:
            speeds[bus] = speed
    with open(target, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["bus", "speed"])
        for bus, speed in speeds.items():
            writer.writerow([bus, speed])
    return broken


print(fastest("sensors.csv", "top.csv"))
