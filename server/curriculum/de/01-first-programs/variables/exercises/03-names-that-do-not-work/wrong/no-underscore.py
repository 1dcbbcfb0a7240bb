# Die Wörter sind ohne Unterstrich verbunden, also ist es ein anderer Name.
heimteam = "Tiger"
tore = 4
print("Heimteam:", heimteam)
print("Tore:", tore)
