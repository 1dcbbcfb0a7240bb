# A language that is written twice in the first list is kept twice.
def shared(first, second):
    both = []
    for language in first:
        if language in second:
            both.append(language)
    return sorted(both)
