# Without the remainder, the index is too large after z.
alphabet = "abcdefghijklmnopqrstuvwxyz"
word = input("A word of three letters? ").strip().lower()
key = int(input("The key? "))
first = alphabet[alphabet.find(word[0]) + key]
second = alphabet[alphabet.find(word[1]) + key]
third = alphabet[alphabet.find(word[2]) + key]
code = first + second + third
print(f"{word.upper()} becomes {code.upper()}")
