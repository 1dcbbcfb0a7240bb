# The new line between the rows was lost.
def row(first, second, pairs):
    """Return one row of a mosaic."""
    return (first + second) * pairs

def mosaic(pairs):
    """Return the two rows of a mosaic."""
    return row("#", ".", pairs) + row(".", "#", pairs)

print(mosaic(4))
