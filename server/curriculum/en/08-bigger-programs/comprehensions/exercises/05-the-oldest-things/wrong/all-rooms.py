# The room is asked for, but it is not used.
import csv

room = input("Which room? ")
with open("collection.csv") as file:
    rows = list(csv.reader(file))

things = [(int(year), name) for name, year, place in rows]
for year, name in sorted(things):
    print(year, name)
if len(things) == 0:
    print("Nothing there")
