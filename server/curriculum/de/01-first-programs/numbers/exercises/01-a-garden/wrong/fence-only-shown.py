# Der Zaun wird erst im print berechnet, deshalb geht der Wert verloren.
laenge = 7
breite = 4
flaeche = laenge * breite
print("Fläche:", flaeche)
print("Zaun:", 2 * laenge + 2 * breite)
