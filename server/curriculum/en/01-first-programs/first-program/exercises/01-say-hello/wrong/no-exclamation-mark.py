# The exclamation mark is missing.
print("Hello, world")
