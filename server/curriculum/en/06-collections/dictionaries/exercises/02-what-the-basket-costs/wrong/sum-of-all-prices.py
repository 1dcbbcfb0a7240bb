# All the prices of the shop are added, whatever is in the basket.
def total(prices, basket):
    if basket == []:
        return 0
    return sum(prices.values())
