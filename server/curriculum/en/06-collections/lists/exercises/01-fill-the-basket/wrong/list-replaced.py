# Each answer makes a new list, so only the last thing stays.
basket = []
thing = input("Thing to buy: ")
while thing != "done":
    basket = [thing]
    thing = input("Thing to buy: ")
print("Things in the basket:", len(basket))
for thing in basket:
    print("-", thing)
