# Index 2 is the last one only in a list of three.
def first_and_last(visitors):
    if len(visitors) == 1:
        return f"first: {visitors[0]}, last: {visitors[0]}"
    return f"first: {visitors[0]}, last: {visitors[2]}"
