word = "library"
print(word[0], word[3])
print(word[1:4])
print(word[-2] + word[:2])
print(len(word) * 2)
print("7" * 4)
