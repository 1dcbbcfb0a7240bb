# The first item has index 0, not 1.
def first_and_last(visitors):
    return f"first: {visitors[1]}, last: {visitors[-1]}"
