# The values were typed in, and there are no variables.
# The page for the class trip.

# Show the page.
print("==============================")
print("TRIP TO PELICAN ISLAND")
print('The captain says: "Welcome!"')
print("==============================")
print("Pupils: 26")
print("Adults: 3")
print("==============================")
