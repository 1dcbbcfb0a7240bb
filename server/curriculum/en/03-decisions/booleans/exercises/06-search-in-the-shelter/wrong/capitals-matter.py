# Capital letters still make a difference.
animal = input("Animal: ")
word = input("Search for: ")
found = word in animal
print("Found:", found)
