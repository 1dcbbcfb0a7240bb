# Rounding does not show a zero at the end.
part = input("What do you need? ")
price = float(input("Price of one kilogram? "))
grams = int(input("How many grams? "))
cost = price * grams / 1000
print(f"{grams} g of {part}: {round(cost, 2)} coins")
