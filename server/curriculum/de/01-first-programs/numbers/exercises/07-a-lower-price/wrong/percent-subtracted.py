# Die Prozente sind abgezogen, als wären sie Geld.
preis = 80
prozent = 15
gespart = prozent
neuer_preis = preis - prozent
print("Du sparst", gespart)
print("Neuer Preis:", neuer_preis)
