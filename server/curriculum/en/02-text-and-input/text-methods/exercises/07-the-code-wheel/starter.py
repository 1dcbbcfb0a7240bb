alphabet = "abcdefghijklmnopqrstuvwxyz"
# Ask for the word and the key, then show the code.
