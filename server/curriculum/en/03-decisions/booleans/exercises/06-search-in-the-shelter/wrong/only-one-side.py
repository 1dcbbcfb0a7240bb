# Only the word was changed to small letters; the text about the animal was not.
animal = input("Animal: ")
word = input("Search for: ")
found = word.lower() in animal
print("Found:", found)
