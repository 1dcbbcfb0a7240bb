print("Science Fair")
print("Lucía")
print("Room 12")
