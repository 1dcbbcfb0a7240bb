# The greetings are searched, but the languages are the keys.
hello = {"Spanish": "Hola", "Swahili": "Jambo", "Turkish": "Merhaba", "Hawaiian": "Aloha"}
language = input("Language: ")
if language in hello.values():
    print(hello[language])
else:
    print(f"I do not speak {language}.")
