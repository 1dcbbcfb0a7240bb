# A thing that is already in the basket is not added again.
basket = []
thing = input("Thing to buy: ")
while thing != "done":
    if thing not in basket:
        basket.append(thing)
    thing = input("Thing to buy: ")
print("Things in the basket:", len(basket))
for thing in basket:
    print("-", thing)
