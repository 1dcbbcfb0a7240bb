# For a missing key, get returns None, and None is shown.
hello = {"Spanish": "Hola", "Swahili": "Jambo", "Turkish": "Merhaba", "Hawaiian": "Aloha"}
language = input("Language: ")
print(hello.get(language))
