# The key is looked up without asking whether it is there.
hello = {"Spanish": "Hola", "Swahili": "Jambo", "Turkish": "Merhaba", "Hawaiian": "Aloha"}
language = input("Language: ")
print(hello[language])
