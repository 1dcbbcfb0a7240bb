mangoes = 38
neighbours = 5
each = mangoes // neighbours
left = mangoes % neighbours
print("Each neighbour gets", each)
print("Left over:", left)
