# The results are only shown; they have no variables.
# The page for the class trip.

# What we know.
line = "=============================="
place = "PELICAN ISLAND"
pupils = 26
adults = 3
boat_seats = 12

# Show the page.
print(line)
print("TRIP TO", place)
print('The captain says: "Welcome!"')
print(line)
print("Pupils:", pupils)
print("Adults:", adults)
print("People:", pupils + adults)
print("Full boats:", (pupils + adults) // boat_seats)
print("In the last boat:", (pupils + adults) % boat_seats)
print(line)
