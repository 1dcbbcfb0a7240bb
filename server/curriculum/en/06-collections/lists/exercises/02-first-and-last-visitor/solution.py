def first_and_last(visitors):
    return f"first: {visitors[0]}, last: {visitors[-1]}"
