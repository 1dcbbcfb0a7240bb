# Der Bus ist mit den Personen malgenommen, aber er kostet für alle zusammen gleich viel.
# Die Seite für den Ausflug.

# Was wir wissen.
linie = "=============================="
ziel = "PELIKANINSEL"
kinder = 26
erwachsene = 3
sitze = 12
bus = 210
preis_fahrt = 4
preis_imbiss = 3

# Personen und Boote berechnen.
personen = kinder + erwachsene
volle_boote = personen // sitze
letztes_boot = personen % sitze

# Die Kosten berechnen.
bootsfahrt = personen * preis_fahrt
imbiss = personen * preis_imbiss
summe = personen * bus + bootsfahrt + imbiss

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
print("Bus:", bus)
print("Bootsfahrt:", bootsfahrt)
print("Imbiss:", imbiss)
print("Summe:", summe)
print(linie)
