# The percent was taken away as if it were money.
price = 80
percent = 15
saved = percent
new_price = price - percent
print("You save", saved)
print("New price:", new_price)
