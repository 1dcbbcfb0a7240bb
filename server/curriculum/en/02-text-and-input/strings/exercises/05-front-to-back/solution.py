word = "message"
front = word[:2]
rest = word[2:]
hidden = rest + front
print("Hidden:", hidden)
print("Letters moved:", len(front))
print("Letters not moved:", len(rest))
