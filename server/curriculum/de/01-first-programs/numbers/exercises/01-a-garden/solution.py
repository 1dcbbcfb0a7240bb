laenge = 7
breite = 4
flaeche = laenge * breite
zaun = 2 * laenge + 2 * breite
print("Fläche:", flaeche)
print("Zaun:", zaun)
