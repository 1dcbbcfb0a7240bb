def shift(note, steps):
    """Return the note that is some steps higher."""
    return note  # Replace this line.

# Write the function shift_melody here.


print(shift("C", 2))
print(shift("A", 3))
