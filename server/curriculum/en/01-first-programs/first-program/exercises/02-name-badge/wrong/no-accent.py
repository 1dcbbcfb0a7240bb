# The accent on the letter i is missing.
print("Science Fair")
print("Lucia")
print("Room 12")
