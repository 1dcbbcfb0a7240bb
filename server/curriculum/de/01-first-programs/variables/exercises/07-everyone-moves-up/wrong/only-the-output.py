# Die Zeilen mit print sind geändert, die Werte nicht.
erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"

print("1.", zweiter)
print("2.", dritter)
print("3.", erster)
