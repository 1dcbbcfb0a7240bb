# The shelves are searched, but the thing is a key.
shelves = {"scarf": 3, "key": 1, "umbrella": 7}
thing = input("What did you lose? ")
if thing in shelves.values():
    shelf = shelves[thing]
    del shelves[thing]
    print(f"Look on shelf {shelf}.")
else:
    print("Nobody has brought it yet.")
print("Things left:", len(shelves))
