# The last line is inside the except part.
seeds = 240
boxes = int(input())
try:
    print("Seeds per box:", seeds // boxes)
except ZeroDivisionError:
    print("There are no boxes.")
    print("End of the list.")
