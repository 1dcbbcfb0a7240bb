# The front has only one letter, because the stop is not taken.
word = "message"
front = word[0:1]
rest = word[2:]
hidden = rest + front
print("Hidden:", hidden)
print("Letters moved:", len(front))
print("Letters not moved:", len(rest))
