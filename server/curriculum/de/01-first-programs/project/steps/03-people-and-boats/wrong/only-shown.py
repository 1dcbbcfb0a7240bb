# Die Ergebnisse werden nur gezeigt; sie haben keine Variablen.
# Die Seite für den Ausflug.

# Was wir wissen.
linie = "=============================="
ziel = "PELIKANINSEL"
kinder = 26
erwachsene = 3
sitze = 12

# Die Seite zeigen.
print(linie)
print("AUSFLUG ZUR", ziel)
print('Die Kapitänin sagt: "Willkommen!"')
print(linie)
print("Kinder:", kinder)
print("Erwachsene:", erwachsene)
print("Personen:", kinder + erwachsene)
print("Volle Boote:", (kinder + erwachsene) // sitze)
print("Im letzten Boot:", (kinder + erwachsene) % sitze)
print(linie)
