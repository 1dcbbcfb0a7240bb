# Die zweite Variable hat einen anderen Namen.
punkte = 100
print("Punkte:", punkte)
neue_punkte = 250
print("Punkte:", neue_punkte)
