animal = input("Animal: ")
word = input("Search for: ")
# Show whether the word is in the text.
