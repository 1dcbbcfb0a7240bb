punkte = 100
print("Punkte:", punkte)
