# Die Leerzeichen am Anfang der Zeilen fehlen.
print("/\\")
print("/  \\")
print("/ /\\ \\")
print("/_/  \\_\\")
