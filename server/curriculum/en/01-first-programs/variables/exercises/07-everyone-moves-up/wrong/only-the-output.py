# The lines that show the runners were changed, but the values were not.
first = "Ana"
second = "Baraka"
third = "Ceren"

print("1.", second)
print("2.", third)
print("3.", first)
