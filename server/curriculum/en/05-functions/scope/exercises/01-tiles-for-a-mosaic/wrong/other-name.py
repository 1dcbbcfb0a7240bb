# The second parameter has another name.
def tiles_cost(tiles, each=3):
    return tiles * each

print(tiles_cost(20))
print(tiles_cost(20, 5))
