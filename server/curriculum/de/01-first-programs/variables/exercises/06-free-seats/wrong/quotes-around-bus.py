# Benutzt wurde die Zeile mit Anführungszeichen um den Namen der Variablen.
bus = "Bus 7"
print("bus", "zum See")
frei = 20
print("Freie Plätze:", frei)
frei = 16
print("Freie Plätze:", frei)
