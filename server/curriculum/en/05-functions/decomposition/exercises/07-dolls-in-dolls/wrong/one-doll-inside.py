# Only one of the two dolls inside is opened.
def count_dolls(size):
    """Return how many dolls there are in a doll, with the doll itself."""
    if size < 1:
        return 0
    return 1 + count_dolls(size - 1)
