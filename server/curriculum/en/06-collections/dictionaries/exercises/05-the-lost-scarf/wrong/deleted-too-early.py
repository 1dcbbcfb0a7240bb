# The pair is gone before its value is looked up.
shelves = {"scarf": 3, "key": 1, "umbrella": 7}
thing = input("What did you lose? ")
if thing in shelves:
    del shelves[thing]
    shelf = shelves[thing]
    print(f"Look on shelf {shelf}.")
else:
    print("Nobody has brought it yet.")
print("Things left:", len(shelves))
