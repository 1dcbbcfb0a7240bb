# The right half begins at the middle, so the letter is there twice.
word = "mushrooms"
middle = len(word) // 2
left = word[:middle]
right = word[middle:]
secret = word[middle] + right + left
print("Middle letter:", word[middle])
print("Halves:", left, right)
print("Secret:", secret)
