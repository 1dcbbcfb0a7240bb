# No animal is a cat and a dog at the same time.
animal = input("Animal: ")
age = int(input("Age: "))
if animal == "cat" and animal == "dog":
    print("House 1")
else:
    print("House 2")
if age < 1 or age > 10:
    print("Soft food")
else:
    print("Normal food")
