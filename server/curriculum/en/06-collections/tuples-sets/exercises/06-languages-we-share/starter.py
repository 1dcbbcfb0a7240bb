def shared(first, second):
    return []
