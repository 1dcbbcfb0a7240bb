# The remainder was worked out by hand and only shown.
mangoes = 38
neighbours = 5
each = mangoes // neighbours
print("Each neighbour gets", each)
print("Left over:", 3)
