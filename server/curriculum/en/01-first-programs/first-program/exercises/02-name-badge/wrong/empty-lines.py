# An instruction with empty brackets shows an empty line; nobody asked for it.
print("Science Fair")
print()
print("Lucía")
print()
print("Room 12")
