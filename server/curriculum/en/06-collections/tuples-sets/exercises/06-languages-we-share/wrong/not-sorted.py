# The languages stay in the order of the first list.
def shared(first, second):
    both = []
    for language in first:
        if language in second and language not in both:
            both.append(language)
    return both
