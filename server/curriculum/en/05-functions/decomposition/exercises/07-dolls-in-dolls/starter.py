def count_dolls(size):
    """Return how many dolls there are in a doll, with the doll itself."""
    return 0  # Replace this line.

print(count_dolls(1))
print(count_dolls(2))
print(count_dolls(3))
