part = input("What do you need? ")
price = float(input("Price of one kilogram? "))
grams = int(input("How many grams? "))
cost = price * grams / 1000
print(f"{grams} g of {part}: {cost:.2f} coins")
