# The sign for "in at least one of the sets" was used.
def shared(first, second):
    return sorted(set(first) | set(second))
