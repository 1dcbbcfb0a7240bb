# The key is used as the place, whatever the letter is.
alphabet = "abcdefghijklmnopqrstuvwxyz"
word = input("A word of three letters? ").strip().lower()
key = int(input("The key? "))
first = alphabet[key]
second = alphabet[key + 1]
third = alphabet[key + 2]
code = first + second + third
print(f"{word.upper()} becomes {code.upper()}")
