# Each instruction starts a new line, so the greeting is cut in two.
print("Hello,")
print("world!")
