temperature = int(input("Temperature: "))
if temperature < 0:
    word = "freezing"
elif temperature < 10:
    word = "cold"
elif temperature < 20:
    word = "mild"
elif temperature < 30:
    word = "warm"
else:
    word = "hot"
print(f"It is {word} outside.")
