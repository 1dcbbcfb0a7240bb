# The indexes were counted from 1.
ticket = "HALL4ROW07SEAT15"
hall = ticket[5]
row = ticket[9:11]
seat = ticket[15:17]
print("Hall:", hall)
print("Row:", row)
print("Seat:", seat)
