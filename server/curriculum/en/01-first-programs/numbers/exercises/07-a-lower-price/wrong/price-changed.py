# The variable price was changed, and there is no new_price.
price = 80
percent = 15
saved = price * percent / 100
price = price - saved
print("You save", saved)
print("New price:", price)
