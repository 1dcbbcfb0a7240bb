# The last line is inside the block of else, so dogs and cats get no answer.
animal = input("Animal: ")
if animal == "dog":
    grams = 400
elif animal == "cat":
    grams = 150
else:
    grams = 50
    print("Food per day:", grams, "g")
