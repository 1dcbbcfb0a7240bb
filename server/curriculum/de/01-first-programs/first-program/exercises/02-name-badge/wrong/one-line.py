# Alles steht in einer Zeile.
print("Tag der Forschung", "Lucía", "Raum 12")
