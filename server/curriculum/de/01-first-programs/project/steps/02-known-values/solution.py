# Die Seite für den Ausflug.

# Was wir wissen.
linie = "=============================="
ziel = "PELIKANINSEL"
kinder = 26
erwachsene = 3

# Die Seite zeigen.
print(linie)
print("AUSFLUG ZUR", ziel)
print('Die Kapitänin sagt: "Willkommen!"')
print(linie)
print("Kinder:", kinder)
print("Erwachsene:", erwachsene)
print(linie)
