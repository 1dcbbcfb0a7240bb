# Two slashes give whole numbers, so the point is missing.
price = 80
percent = 15
saved = price * percent // 100
new_price = price - saved
print("You save", saved)
print("New price:", new_price)
