# Capital letters are not in the alphabet, so find gives -1.
alphabet = "abcdefghijklmnopqrstuvwxyz"
word = input("A word of three letters? ").strip()
key = int(input("The key? "))
first = alphabet[(alphabet.find(word[0]) + key) % 26]
second = alphabet[(alphabet.find(word[1]) + key) % 26]
third = alphabet[(alphabet.find(word[2]) + key) % 26]
code = first + second + third
print(f"{word.upper()} becomes {code.upper()}")
