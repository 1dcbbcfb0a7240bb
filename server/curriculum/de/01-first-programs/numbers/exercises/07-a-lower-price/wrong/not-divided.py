# Das Teilen durch 100 ist vergessen.
preis = 80
prozent = 15
gespart = preis * prozent
neuer_preis = preis - gespart
print("Du sparst", gespart)
print("Neuer Preis:", neuer_preis)
