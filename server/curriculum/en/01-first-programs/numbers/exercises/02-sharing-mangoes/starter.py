mangoes = 38
neighbours = 5
# Calculate each and left here, then show them.
