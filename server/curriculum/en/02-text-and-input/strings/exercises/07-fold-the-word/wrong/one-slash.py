# One slash gives a decimal number, which cannot be an index.
word = "mushrooms"
middle = len(word) / 2
left = word[:middle]
right = word[middle + 1:]
secret = word[middle] + right + left
print("Middle letter:", word[middle])
print("Halves:", left, right)
print("Secret:", secret)
