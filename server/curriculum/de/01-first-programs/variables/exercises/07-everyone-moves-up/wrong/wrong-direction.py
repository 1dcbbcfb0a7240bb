# Alle rutschen einen Platz nach hinten statt nach vorne.
erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"
hilf = dritter
dritter = zweiter
zweiter = erster
erster = hilf

print("1.", erster)
print("2.", zweiter)
print("3.", dritter)
