# Die Zahl der neuen Tore ersetzt den alten Wert.
adler = 1
adler = 2
adler = 1
print("Adler:", adler)
