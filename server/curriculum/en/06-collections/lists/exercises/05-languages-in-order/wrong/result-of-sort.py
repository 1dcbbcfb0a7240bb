# The name languages refers to None after this sort.
line = input("Languages: ")
languages = line.split(",")
languages = languages.sort()
print("Languages:", len(languages))
for language in languages:
    print("-", language)
