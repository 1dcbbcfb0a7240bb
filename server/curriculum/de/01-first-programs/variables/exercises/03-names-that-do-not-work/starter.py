heim team = "Tiger"
tore = 4
print("Heimteam:", heimteam)
print("Tore:", Tore)
