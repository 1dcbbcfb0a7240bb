# Write the function tiles_cost here.


print(tiles_cost(20))
print(tiles_cost(20, 5))
