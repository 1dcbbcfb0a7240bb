# The order is wrong.
print("Lucía")
print("Science Fair")
print("Room 12")
