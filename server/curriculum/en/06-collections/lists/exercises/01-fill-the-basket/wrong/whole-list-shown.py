# The list is shown as Python writes it, not one thing on each line.
basket = []
thing = input("Thing to buy: ")
while thing != "done":
    basket.append(thing)
    thing = input("Thing to buy: ")
print("Things in the basket:", len(basket))
print("-", basket)
