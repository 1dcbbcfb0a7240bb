# The answers are texts, and texts cannot be multiplied.
part = input("What do you need? ")
price = input("Price of one kilogram? ")
grams = input("How many grams? ")
cost = price * grams / 1000
print(f"{grams} g of {part}: {cost:.2f} coins")
