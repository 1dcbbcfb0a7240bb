erster = "Ana"
zweiter = "Baraka"
dritter = "Ceren"
hilf = erster
erster = zweiter
zweiter = dritter
dritter = hilf

print("1.", erster)
print("2.", zweiter)
print("3.", dritter)
