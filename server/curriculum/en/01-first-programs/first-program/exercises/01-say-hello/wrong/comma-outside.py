# A comma outside the quotes is not shown.
print("Hello", "world!")
