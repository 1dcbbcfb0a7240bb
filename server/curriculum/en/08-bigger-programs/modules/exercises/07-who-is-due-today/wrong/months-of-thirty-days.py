# Every month was thought to have 30 days.
import csv

def number(text):
    parts = text.split("-")
    return int(parts[0]) * 360 + int(parts[1]) * 30 + int(parts[2])

def due(name, today):
    names = []
    with open(name) as file:
        rows = list(csv.reader(file))
    for animal, last, days in rows[1:]:
        if number(last) + int(days) <= number(today):
            names.append(animal)
    return names

print(due("checks.csv", "2026-03-06"))
