def total(prices, basket):
    result = 0
    # Add the price of each thing in the basket.
    return result
