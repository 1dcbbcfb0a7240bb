# The function ends at the first return, so the second one is never reached.
def coldest_and_warmest(degrees):
    return min(degrees)
    return max(degrees)
