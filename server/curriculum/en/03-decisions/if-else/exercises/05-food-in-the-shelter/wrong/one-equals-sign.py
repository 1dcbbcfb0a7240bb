# The line with one equals sign was used.
animal = input("Animal: ")
if animal = "dog":
    grams = 400
elif animal == "cat":
    grams = 150
else:
    grams = 50
print("Food per day:", grams, "g")
