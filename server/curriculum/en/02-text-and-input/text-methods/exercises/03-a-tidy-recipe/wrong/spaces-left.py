# The text without spaces is not kept.
dish = input("Which dish? ")
dish.strip()
dish = dish.title()
print(f"Recipe: {dish}")
