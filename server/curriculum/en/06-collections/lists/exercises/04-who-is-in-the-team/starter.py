team = ["Ana", "Bo", "Chidi", "Dina"]
bench = team
start = team[:2]
bench.remove("Bo")
team.append("Emil")
print(start)
print(bench)
print(len(team), team[1])
