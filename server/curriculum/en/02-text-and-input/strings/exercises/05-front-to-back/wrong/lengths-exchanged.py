# The two lengths are shown in the wrong order.
word = "message"
front = word[:2]
rest = word[2:]
hidden = rest + front
print("Letters not moved:", len(rest))
print("Letters moved:", len(front))
print("Hidden:", hidden)
