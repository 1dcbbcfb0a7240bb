lions = 1
lions + 2
lions + 1
print("Lions:", lions)
