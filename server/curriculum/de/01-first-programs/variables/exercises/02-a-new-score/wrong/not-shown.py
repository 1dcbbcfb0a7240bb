# Der neue Wert wird nie gezeigt.
punkte = 100
print("Punkte:", punkte)
punkte = 250
