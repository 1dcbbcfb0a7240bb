# The rest starts one place too late, so a letter is lost.
word = "message"
front = word[:2]
rest = word[3:]
hidden = rest + front
print("Hidden:", hidden)
print("Letters moved:", len(front))
print("Letters not moved:", len(rest))
