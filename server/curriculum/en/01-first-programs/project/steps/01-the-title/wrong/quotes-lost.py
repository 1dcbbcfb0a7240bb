# The quotes around Welcome are not shown.
# The page for the class trip.

# Show the page.
print("==============================")
print("TRIP TO PELICAN ISLAND")
print("The captain says: Welcome!")
print("==============================")
