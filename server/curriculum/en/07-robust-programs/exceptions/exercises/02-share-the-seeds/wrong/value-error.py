# A division by zero is not a ValueError.
seeds = 240
boxes = int(input())
try:
    print("Seeds per box:", seeds // boxes)
except ValueError:
    print("There are no boxes.")
print("End of the list.")
