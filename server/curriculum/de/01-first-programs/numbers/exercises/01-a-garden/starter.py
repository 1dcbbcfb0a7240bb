laenge = 7
breite = 4
# Berechne hier flaeche und zaun und zeige sie dann.
