# The pieces are joined in the old order.
word = "message"
front = word[:2]
rest = word[2:]
hidden = front + rest
print("Hidden:", hidden)
print("Letters moved:", len(front))
print("Letters not moved:", len(rest))
