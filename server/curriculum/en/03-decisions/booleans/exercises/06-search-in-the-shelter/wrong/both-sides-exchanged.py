# The two sides are exchanged: the long text is searched in the short word.
animal = input("Animal: ")
word = input("Search for: ")
found = animal.lower() in word.lower()
print("Found:", found)
