# The price of a kilogram was taken for the price of a gram.
part = input("What do you need? ")
price = float(input("Price of one kilogram? "))
grams = int(input("How many grams? "))
cost = price * grams
print(f"{grams} g of {part}: {cost:.2f} coins")
