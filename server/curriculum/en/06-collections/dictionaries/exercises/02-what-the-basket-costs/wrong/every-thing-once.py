# The loop goes over the prices, so a thing counts only once.
def total(prices, basket):
    result = 0
    for thing in prices:
        if thing in basket:
            result = result + prices[thing]
    return result
