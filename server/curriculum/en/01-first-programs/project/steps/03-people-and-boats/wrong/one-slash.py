# One slash gives a decimal number.
# The page for the class trip.

# What we know.
line = "=============================="
place = "PELICAN ISLAND"
pupils = 26
adults = 3
boat_seats = 12

# Calculate the people and the boats.
people = pupils + adults
full_boats = people / boat_seats
last_boat = people % boat_seats

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
