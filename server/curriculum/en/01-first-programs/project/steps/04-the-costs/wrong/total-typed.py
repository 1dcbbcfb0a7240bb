# The total was typed in.
# The page for the class trip.

# What we know.
line = "=============================="
place = "PELICAN ISLAND"
pupils = 26
adults = 3
boat_seats = 12
bus = 210
boat_price = 4
snack_price = 3

# Calculate the people and the boats.
people = pupils + adults
full_boats = people // boat_seats
last_boat = people % boat_seats

# Calculate the costs.
boat_trip = people * boat_price
snacks = people * snack_price
total = 413

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
print("Bus:", bus)
print("Boat trip:", boat_trip)
print("Snacks:", snacks)
print("Total:", total)
print(line)
