# Animals whose check is exactly today are left out.
import csv
from datetime import date, timedelta

def due(name, today):
    day = date.fromisoformat(today)
    names = []
    with open(name) as file:
        rows = list(csv.reader(file))
    for animal, last, days in rows[1:]:
        next_check = date.fromisoformat(last) + timedelta(days=int(days))
        if next_check < day:
            names.append(animal)
    return names

print(due("checks.csv", "2026-03-06"))
