first = "Ana"
second = "Baraka"
third = "Ceren"
# Move the values here.

print("1.", first)
print("2.", second)
print("3.", third)
