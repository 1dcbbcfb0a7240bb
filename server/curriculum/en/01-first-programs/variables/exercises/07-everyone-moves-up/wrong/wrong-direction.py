# Everybody moves down instead of up.
first = "Ana"
second = "Baraka"
third = "Ceren"
kept = third
third = second
second = first
first = kept

print("1.", first)
print("2.", second)
print("3.", third)
