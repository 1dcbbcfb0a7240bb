# The first results 1, 2 and 4 look like doubling, but the next one is 7.
def count_dolls(size):
    """Return how many dolls there are in a doll, with the doll itself."""
    return 2 ** (size - 1)
