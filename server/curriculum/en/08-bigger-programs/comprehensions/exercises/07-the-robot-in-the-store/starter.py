# Write the function looks here.


print(looks([3, 8, 12, 20, 31, 44, 57], 31))
