# Each new if is a decision of its own, so a later one replaces the word.
temperature = int(input("Temperature: "))
if temperature < 0:
    word = "freezing"
if temperature < 10:
    word = "cold"
if temperature < 20:
    word = "mild"
if temperature < 30:
    word = "warm"
else:
    word = "hot"
print(f"It is {word} outside.")
