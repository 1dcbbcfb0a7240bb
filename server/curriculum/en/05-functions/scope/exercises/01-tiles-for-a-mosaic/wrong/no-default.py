# The parameter price has no default value.
def tiles_cost(tiles, price):
    return tiles * price

print(tiles_cost(20, 5))
