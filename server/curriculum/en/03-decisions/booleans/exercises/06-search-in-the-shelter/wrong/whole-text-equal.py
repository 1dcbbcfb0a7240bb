# The program asks whether the two texts are equal.
animal = input("Animal: ")
word = input("Search for: ")
found = word.lower() == animal.lower()
print("Found:", found)
