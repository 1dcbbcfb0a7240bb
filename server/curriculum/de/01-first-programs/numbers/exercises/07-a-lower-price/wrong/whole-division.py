# Zwei Schrägstriche ergeben ganze Zahlen, deshalb fehlt der Punkt.
preis = 80
prozent = 15
gespart = preis * prozent // 100
neuer_preis = preis - gespart
print("Du sparst", gespart)
print("Neuer Preis:", neuer_preis)
