# The places are filled from the wrong end, so Baraka is lost.
first = "Ana"
second = "Baraka"
third = "Ceren"
kept = first
second = third
first = second
third = kept

print("1.", first)
print("2.", second)
print("3.", third)
