# Der Buchstabe x ist nicht der Operator für mal.
laenge = 7
breite = 4
flaeche = laenge x breite
zaun = 2 * laenge + 2 * breite
print("Fläche:", flaeche)
print("Zaun:", zaun)
