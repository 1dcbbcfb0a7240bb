# Die Plätze werden vom falschen Ende her gefüllt, deshalb ist Baraka verloren.
erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"
hilf = erster
zweiter = dritter
erster = zweiter
dritter = hilf

print("1.", erster)
print("2.", zweiter)
print("3.", dritter)
