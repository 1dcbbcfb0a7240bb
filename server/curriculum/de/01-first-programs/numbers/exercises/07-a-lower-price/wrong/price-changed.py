# Geändert ist die Variable preis, und neuer_preis gibt es nicht.
preis = 80
prozent = 15
gespart = preis * prozent / 100
preis = preis - gespart
print("Du sparst", gespart)
print("Neuer Preis:", preis)
