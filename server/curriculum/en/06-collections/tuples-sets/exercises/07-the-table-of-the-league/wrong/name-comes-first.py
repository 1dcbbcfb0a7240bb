# The name is the first value of the tuple, so the table is sorted by names.
teams = []
line = input("Team and points: ")
while line != "end":
    name, points = line.split()
    teams.append((name, int(points)))
    line = input("Team and points: ")
for place, team in enumerate(sorted(teams), 1):
    name, points = team
    print(f"{place}. {name} {points}")
