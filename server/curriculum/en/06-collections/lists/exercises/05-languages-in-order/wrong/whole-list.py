# Each round of the loop shows the whole list.
line = input("Languages: ")
languages = line.split(",")
languages.sort()
print("Languages:", len(languages))
for language in languages:
    print("-", languages)
