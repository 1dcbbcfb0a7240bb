# The order was changed inside the helper, so it is wrong for every row.
def row(first, second, pairs):
    """Return one row of a mosaic."""
    return (second + first) * pairs

def mosaic(pairs):
    """Return the two rows of a mosaic."""
    return row(".", "#", pairs) + "\n" + row("#", ".", pairs)

print(mosaic(4))
