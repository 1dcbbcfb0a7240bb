# Jede Anweisung beginnt eine neue Zeile, deshalb ist der Gruß zerteilt.
print("Hallo,")
print("Welt!")
