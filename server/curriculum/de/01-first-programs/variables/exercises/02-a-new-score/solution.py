punkte = 100
print("Punkte:", punkte)
punkte = 250
print("Punkte:", punkte)
