# Der neue Stand wird nur gezeigt; die Variable hat sich nicht geändert.
punkte = 100
print("Punkte:", punkte)
print("Punkte:", 250)
