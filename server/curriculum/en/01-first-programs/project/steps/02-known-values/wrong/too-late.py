# The variables are made below the lines that use them.
# The page for the class trip.

# Show the page.
print(line)
print("TRIP TO", place)
print('The captain says: "Welcome!"')
print(line)
print("Pupils:", pupils)
print("Adults:", adults)
print(line)

# What we know.
line = "=============================="
place = "PELICAN ISLAND"
pupils = 26
adults = 3
