# The word done is added to the list before the loop can stop.
basket = []
thing = ""
while thing != "done":
    thing = input("Thing to buy: ")
    basket.append(thing)
print("Things in the basket:", len(basket))
for thing in basket:
    print("-", thing)
