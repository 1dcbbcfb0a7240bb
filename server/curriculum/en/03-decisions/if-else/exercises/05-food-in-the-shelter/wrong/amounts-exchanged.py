# Two of the amounts are exchanged.
animal = input("Animal: ")
if animal == "dog":
    grams = 400
elif animal == "cat":
    grams = 50
else:
    grams = 150
print("Food per day:", grams, "g")
