def coldest_and_warmest(degrees):
    return min(degrees), max(degrees)
