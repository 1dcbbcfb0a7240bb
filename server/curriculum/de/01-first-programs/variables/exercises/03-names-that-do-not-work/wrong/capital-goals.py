# Die Variable wurde mit einem großen Buchstaben umbenannt.
heim_team = "Tiger"
Tore = 4
print("Heimteam:", heim_team)
print("Tore:", Tore)
