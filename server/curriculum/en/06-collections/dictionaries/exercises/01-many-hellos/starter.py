hello = {"Spanish": "Hola", "Swahili": "Jambo", "Turkish": "Merhaba", "Hawaiian": "Aloha"}
language = input("Language: ")
