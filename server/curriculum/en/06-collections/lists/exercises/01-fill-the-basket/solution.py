basket = []
thing = input("Thing to buy: ")
while thing != "done":
    basket.append(thing)
    thing = input("Thing to buy: ")
print("Things in the basket:", len(basket))
for thing in basket:
    print("-", thing)
