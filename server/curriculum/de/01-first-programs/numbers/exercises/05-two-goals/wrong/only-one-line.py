# Nur die erste der zwei Zeilen ist verbessert.
adler = 1
adler = adler + 2
adler + 1
print("Adler:", adler)
