# No value was kept, so Ana is lost.
first = "Ana"
second = "Baraka"
third = "Ceren"
first = second
second = third
third = first

print("1.", first)
print("2.", second)
print("3.", third)
