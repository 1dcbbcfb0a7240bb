# Room 12 has no quotes.
print("Science Fair")
print("Lucía")
print(Room 12)
