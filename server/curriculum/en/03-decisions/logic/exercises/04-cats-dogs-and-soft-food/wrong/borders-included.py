# The ages 1 and 10 belong to the normal food.
animal = input("Animal: ")
age = int(input("Age: "))
if animal == "cat" or animal == "dog":
    print("House 1")
else:
    print("House 2")
if age <= 1 or age >= 10:
    print("Soft food")
else:
    print("Normal food")
