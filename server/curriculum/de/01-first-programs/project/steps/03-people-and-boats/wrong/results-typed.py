# Die Ergebnisse sind im Kopf ausgerechnet und abgetippt.
# Die Seite für den Ausflug.

# Was wir wissen.
linie = "=============================="
ziel = "PELIKANINSEL"
kinder = 26
erwachsene = 3
sitze = 12

# Personen und Boote berechnen.
personen = 29
volle_boote = 2
letztes_boot = 5

# Die Seite zeigen.
print(linie)
print("AUSFLUG ZUR", ziel)
print('Die Kapitänin sagt: "Willkommen!"')
print(linie)
print("Kinder:", kinder)
print("Erwachsene:", erwachsene)
print("Personen:", personen)
print("Volle Boote:", volle_boote)
print("Im letzten Boot:", letztes_boot)
print(linie)
