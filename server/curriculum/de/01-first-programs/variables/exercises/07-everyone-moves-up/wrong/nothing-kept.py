# Kein Wert wurde aufbewahrt, deshalb ist Ana verloren.
erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"
erster = zweiter
zweiter = dritter
dritter = erster

print("1.", erster)
print("2.", zweiter)
print("3.", dritter)
