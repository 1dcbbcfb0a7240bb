# The points are texts, so 9 counts more than 10.
teams = []
line = input("Team and points: ")
while line != "end":
    name, points = line.split()
    teams.append((points, name))
    line = input("Team and points: ")
for place, team in enumerate(sorted(teams, reverse=True), 1):
    points, name = team
    print(f"{place}. {name} {points}")
