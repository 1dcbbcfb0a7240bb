shelves = {"scarf": 3, "key": 1, "umbrella": 7}
thing = input("What did you lose? ")
if thing in shelves:
    shelf = shelves[thing]
    del shelves[thing]
    print(f"Look on shelf {shelf}.")
else:
    print("Nobody has brought it yet.")
print("Things left:", len(shelves))
