# Only the f was added; the new texts are still lost.
dish = input("Which dish? ")
dish.strip()
dish.title()
print(f"Recipe: {dish}")
