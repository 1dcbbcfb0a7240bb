hello = {"Spanish": "Hola", "Swahili": "Jambo", "Turkish": "Merhaba", "Hawaiian": "Aloha"}
language = input("Language: ")
if language in hello:
    print(hello[language])
else:
    print(f"I do not speak {language}.")
