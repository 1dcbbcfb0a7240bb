# Only the first of the two lines was corrected.
lions = 1
lions = lions + 2
lions + 1
print("Lions:", lions)
