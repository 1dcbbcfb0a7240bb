price = 80
percent = 15
# Calculate saved and new_price here, then show them.
