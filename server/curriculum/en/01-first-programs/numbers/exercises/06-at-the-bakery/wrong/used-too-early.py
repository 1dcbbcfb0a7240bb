# The sum is calculated before the price is known.
rolls = 6
total = rolls * price
price = 3
print("To pay:", total)
given = 20
change = given - total
print("Change:", change)
