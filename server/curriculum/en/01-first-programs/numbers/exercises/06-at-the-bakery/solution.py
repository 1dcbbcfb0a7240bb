rolls = 6
price = 3
total = rolls * price
print("To pay:", total)
given = 20
change = given - total
print("Change:", change)
