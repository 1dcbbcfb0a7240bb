# Ein Bindestrich ist kein Unterstrich.
heim-team = "Tiger"
tore = 4
print("Heimteam:", heim-team)
print("Tore:", tore)
