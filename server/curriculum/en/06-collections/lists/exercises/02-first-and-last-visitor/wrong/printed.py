# The text is printed but not returned.
def first_and_last(visitors):
    print(f"first: {visitors[0]}, last: {visitors[-1]}")
