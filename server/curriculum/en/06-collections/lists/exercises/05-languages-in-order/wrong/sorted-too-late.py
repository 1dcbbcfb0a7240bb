# The list is sorted after it has been shown.
line = input("Languages: ")
languages = line.split(",")
print("Languages:", len(languages))
for language in languages:
    print("-", language)
languages.sort()
