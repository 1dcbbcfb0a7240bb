# The function returns a set and not a sorted list.
def shared(first, second):
    return set(first) & set(second)
