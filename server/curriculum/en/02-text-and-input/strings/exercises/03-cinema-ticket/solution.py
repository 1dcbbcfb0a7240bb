ticket = "HALL4ROW07SEAT15"
hall = ticket[4]
row = ticket[8:10]
seat = ticket[-2:]
print("Hall:", hall)
print("Row:", row)
print("Seat:", seat)
