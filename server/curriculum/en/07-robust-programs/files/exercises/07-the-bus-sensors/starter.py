import csv


def fastest(source, target):
    # Read source, write target, return the number of broken rows.
    return 0


print(fastest("sensors.csv", "top.csv"))
