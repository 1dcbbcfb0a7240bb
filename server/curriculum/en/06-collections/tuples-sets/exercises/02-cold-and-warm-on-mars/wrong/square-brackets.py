# Square brackets make a list, not a tuple.
def coldest_and_warmest(degrees):
    return [min(degrees), max(degrees)]
