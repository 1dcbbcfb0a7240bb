# The variable middle holds the letter and not its index.
word = "mushrooms"
middle = word[len(word) // 2]
left = word[:4]
right = word[5:]
secret = middle + right + left
print("Middle letter:", middle)
print("Halves:", left, right)
print("Secret:", secret)
