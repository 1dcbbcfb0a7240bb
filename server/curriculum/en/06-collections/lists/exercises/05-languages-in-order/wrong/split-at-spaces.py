# The text is cut at spaces and not at commas.
line = input("Languages: ")
languages = line.split()
languages.sort()
print("Languages:", len(languages))
for language in languages:
    print("-", language)
