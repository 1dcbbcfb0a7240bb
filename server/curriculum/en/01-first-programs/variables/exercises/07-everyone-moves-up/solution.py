first = "Ana"
second = "Baraka"
third = "Ceren"
tired = first
first = second
second = third
third = tired

print("1.", first)
print("2.", second)
print("3.", third)
