# The exact price was rounded before it was kept.
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
school = 100

# Calculate the people and the boats.
people = pupils + adults
full_boats = people // boat_seats
last_boat = people % boat_seats

# Calculate the costs.
boat_trip = people * boat_price
snacks = people * snack_price
total = bus + boat_trip + snacks

# Calculate what each pupil pays.
to_pay = total - school
exact = round(to_pay / pupils, 2)
fee = to_pay // pupils + 1
ice_cream = fee * pupils - to_pay

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
print("The school gives:", school)
print("Exact price:", exact)
print("Each pupil pays:", fee)
print("For ice cream:", ice_cream)
print(line)
