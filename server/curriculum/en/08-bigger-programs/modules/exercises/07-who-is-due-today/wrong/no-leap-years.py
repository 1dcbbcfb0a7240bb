# The lengths of the months are right, but the years are ignored and February always has 28 days.
import csv

def number(text):
    before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    parts = text.split("-")
    return before[int(parts[1]) - 1] + int(parts[2])

def due(name, today):
    names = []
    with open(name) as file:
        rows = list(csv.reader(file))
    for animal, last, days in rows[1:]:
        if number(last) + int(days) <= number(today):
            names.append(animal)
    return names

print(due("checks.csv", "2026-03-06"))
