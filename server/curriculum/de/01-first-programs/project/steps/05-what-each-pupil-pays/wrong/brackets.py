# Mit diesen Klammern wird aus den Kindern eines mehr, und niemand rundet auf.
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
schule = 100

# Personen und Boote berechnen.
personen = kinder + erwachsene
volle_boote = personen // sitze
letztes_boot = personen % sitze

# Die Kosten berechnen.
bootsfahrt = personen * preis_fahrt
imbiss = personen * preis_imbiss
summe = bus + bootsfahrt + imbiss

# Berechnen, was jedes Kind bezahlt.
zu_zahlen = summe - schule
genau = zu_zahlen / kinder
beitrag = zu_zahlen // (kinder + 1)
eis = beitrag * kinder - zu_zahlen

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
print("Die Schule gibt:", schule)
print("Genauer Preis:", round(genau, 2))
print("Jedes Kind bezahlt:", beitrag)
print("Für Eis:", eis)
print(linie)
