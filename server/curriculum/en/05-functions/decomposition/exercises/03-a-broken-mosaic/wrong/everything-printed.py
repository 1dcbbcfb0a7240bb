# Both functions show their rows, so nothing is returned.
def row(first, second, pairs):
    """Return one row of a mosaic."""
    print((first + second) * pairs)

def mosaic(pairs):
    """Return the two rows of a mosaic."""
    row("#", ".", pairs)
    row(".", "#", pairs)

mosaic(4)
