# Ein einzelner Schrägstrich ergibt eine Kommazahl.
# Die Seite für den Ausflug.

# Was wir wissen.
linie = "=============================="
ziel = "PELIKANINSEL"
kinder = 26
erwachsene = 3
sitze = 12

# Personen und Boote berechnen.
personen = kinder + erwachsene
volle_boote = personen / sitze
letztes_boot = personen % sitze

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
