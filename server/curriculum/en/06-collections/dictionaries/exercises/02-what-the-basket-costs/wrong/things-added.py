# The name of the thing is added and not its price.
def total(prices, basket):
    result = 0
    for thing in basket:
        result = result + thing
    return result
