def coldest_and_warmest(degrees):
    return 0, 0
