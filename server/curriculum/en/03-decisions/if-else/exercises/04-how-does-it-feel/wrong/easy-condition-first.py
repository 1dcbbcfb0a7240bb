# The easiest condition comes first, so the others are never reached.
temperature = int(input("Temperature: "))
if temperature < 30:
    word = "warm"
elif temperature < 20:
    word = "mild"
elif temperature < 10:
    word = "cold"
elif temperature < 0:
    word = "freezing"
else:
    word = "hot"
print(f"It is {word} outside.")
