# The newest thing comes first.
import csv

room = input("Which room? ")
with open("collection.csv") as file:
    rows = list(csv.reader(file))

things = [(int(year), name) for name, year, place in rows if place == room]
for year, name in sorted(things, reverse=True):
    print(year, name)
if len(things) == 0:
    print("Nothing there")
