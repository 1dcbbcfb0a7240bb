dish = input("Which dish? ")
dish.strip()
dish.title()
print("Recipe: {dish}")
