# The text is in double quotes, so it ends before Welcome.
# The page for the class trip.

# Show the page.
print("==============================")
print("TRIP TO PELICAN ISLAND")
print("The captain says: "Welcome!"")
print("==============================")
