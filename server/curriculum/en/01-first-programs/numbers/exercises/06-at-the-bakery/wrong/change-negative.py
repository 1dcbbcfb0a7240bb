# The change was calculated the wrong way round.
rolls = 6
price = 3
total = rolls * price
print("To pay:", total)
given = 20
change = total - given
print("Change:", change)
