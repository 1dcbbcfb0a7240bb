# The results were worked out by hand and typed in.
# The page for the class trip.

# What we know.
line = "=============================="
place = "PELICAN ISLAND"
pupils = 26
adults = 3
boat_seats = 12

# Calculate the people and the boats.
people = 29
full_boats = 2
last_boat = 5

# Show the page.
print(line)
print("TRIP TO", place)
print('The captain says: "Welcome!"')
print(line)
print("Pupils:", pupils)
print("Adults:", adults)
print("People:", people)
print("Full boats:", full_boats)
print("In the last boat:", last_boat)
print(line)
