# Addiert wurden nur eine Länge und eine Breite.
laenge = 7
breite = 4
flaeche = laenge * breite
zaun = laenge + breite
print("Fläche:", flaeche)
print("Zaun:", zaun)
