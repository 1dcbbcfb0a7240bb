teams = []
line = input("Team and points: ")
while line != "end":
    name, points = line.split()
    teams.append((-int(points), name))
    line = input("Team and points: ")
for place, team in enumerate(sorted(teams), 1):
    points, name = team
    print(f"{place}. {name} {-points}")
