dish = input("Which dish? ")
dish = dish.strip()
dish = dish.title()
print(f"Recipe: {dish}")
