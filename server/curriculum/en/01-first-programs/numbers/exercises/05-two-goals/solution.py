lions = 1
lions = lions + 2
lions = lions + 1
print("Lions:", lions)
