# Equals and plus are in the wrong order.
lions = 1
lions =+ 2
lions =+ 1
print("Lions:", lions)
