# Only the hall was corrected.
ticket = "HALL4ROW07SEAT15"
hall = ticket[4]
row = ticket[9:10]
seat = ticket[-2:-1]
print("Hall:", hall)
print("Row:", row)
print("Seat:", seat)
