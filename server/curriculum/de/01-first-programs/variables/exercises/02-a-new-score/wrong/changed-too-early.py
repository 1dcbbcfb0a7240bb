# Der erste Wert wurde ersetzt, bevor er gezeigt wurde.
punkte = 100
punkte = 250
print("Punkte:", punkte)
print("Punkte:", punkte)
