# The division by 100 was forgotten.
price = 80
percent = 15
saved = price * percent
new_price = price - saved
print("You save", saved)
print("New price:", new_price)
