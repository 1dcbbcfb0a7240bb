# Everything is in one instruction, so it is all on one line.
# The page for the class trip.

# Show the page.
print("==============================", "TRIP TO PELICAN ISLAND", 'The captain says: "Welcome!"', "==============================")
