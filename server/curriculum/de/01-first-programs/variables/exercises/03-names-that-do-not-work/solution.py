heim_team = "Tiger"
tore = 4
print("Heimteam:", heim_team)
print("Tore:", tore)
