# The function ends after the first thing.
def total(prices, basket):
    result = 0
    for thing in basket:
        result = result + prices[thing]
        return result
