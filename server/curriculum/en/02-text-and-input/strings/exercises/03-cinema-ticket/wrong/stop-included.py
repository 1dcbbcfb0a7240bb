# The stops are one too small, as if the character at the stop were taken.
ticket = "HALL4ROW07SEAT15"
hall = ticket[4]
row = ticket[8:9]
seat = ticket[14:15]
print("Hall:", hall)
print("Row:", row)
print("Seat:", seat)
