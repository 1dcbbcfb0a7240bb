# The f is still missing.
dish = input("Which dish? ")
dish = dish.strip()
dish = dish.title()
print("Recipe: {dish}")
