# Only the year is compared, so equal years stay in the order of the file.
import csv

room = input("Which room? ")
with open("collection.csv") as file:
    rows = list(csv.reader(file))

things = [row for row in rows if row[2] == room]
for row in sorted(things, key=lambda row: int(row[1])):
    print(row[1], row[0])
if len(things) == 0:
    print("Nothing there")
