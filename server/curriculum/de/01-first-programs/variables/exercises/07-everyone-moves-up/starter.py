erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"
# Verschiebe hier die Werte.

print("1.", erster)
print("2.", zweiter)
print("3.", dritter)
