animal = input("Animal: ")
word = input("Search for: ")
found = word.lower() in animal.lower()
print("Found:", found)
