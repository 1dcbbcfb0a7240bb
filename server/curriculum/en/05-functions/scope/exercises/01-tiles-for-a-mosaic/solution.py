def tiles_cost(tiles, price=3):
    return tiles * price

print(tiles_cost(20))
print(tiles_cost(20, 5))
