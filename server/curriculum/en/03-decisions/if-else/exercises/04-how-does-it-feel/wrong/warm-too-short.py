# The warm group ends too early.
temperature = int(input("Temperature: "))
if temperature < 0:
    word = "freezing"
elif temperature < 10:
    word = "cold"
elif temperature < 20:
    word = "mild"
elif temperature < 29:
    word = "warm"
else:
    word = "hot"
print(f"It is {word} outside.")
