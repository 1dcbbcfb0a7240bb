# The names are put in alphabetical order first.
def first_and_last(visitors):
    names = sorted(visitors)
    return f"first: {names[0]}, last: {names[-1]}"
