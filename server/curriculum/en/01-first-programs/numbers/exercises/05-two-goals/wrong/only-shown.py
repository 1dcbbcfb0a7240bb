# The sum is only shown; the variable still has its first value.
lions = 1
print("Lions:", lions + 2 + 1)
