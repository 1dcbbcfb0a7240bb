# The number of new goals replaces the old value.
lions = 1
lions = 2
lions = 1
print("Lions:", lions)
