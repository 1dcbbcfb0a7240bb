# The outer doll is not counted.
def count_dolls(size):
    """Return how many dolls there are in a doll, with the doll itself."""
    if size < 1:
        return 0
    if size == 1:
        return 1
    return count_dolls(size - 1) + count_dolls(size - 2)
