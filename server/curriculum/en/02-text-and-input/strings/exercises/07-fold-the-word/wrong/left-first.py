# The halves are joined in the old order.
word = "mushrooms"
middle = len(word) // 2
left = word[:middle]
right = word[middle + 1:]
secret = word[middle] + left + right
print("Middle letter:", word[middle])
print("Halves:", left, right)
print("Secret:", secret)
