basket = []
thing = input("Thing to buy: ")
# Go on asking until the answer is done. Then show the basket.
