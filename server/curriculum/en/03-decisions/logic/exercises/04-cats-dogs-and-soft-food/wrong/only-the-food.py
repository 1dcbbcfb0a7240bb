# Only the condition for the food was corrected.
animal = input("Animal: ")
age = int(input("Age: "))
if animal == "cat" or "dog":
    print("House 1")
else:
    print("House 2")
if age < 1 or age > 10:
    print("Soft food")
else:
    print("Normal food")
