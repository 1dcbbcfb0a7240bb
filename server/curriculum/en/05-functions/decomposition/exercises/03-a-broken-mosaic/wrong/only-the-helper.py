# Only the helper was repaired; both rows are the same.
def row(first, second, pairs):
    """Return one row of a mosaic."""
    return (first + second) * pairs

def mosaic(pairs):
    """Return the two rows of a mosaic."""
    return row("#", ".", pairs) + "\n" + row("#", ".", pairs)

print(mosaic(4))
