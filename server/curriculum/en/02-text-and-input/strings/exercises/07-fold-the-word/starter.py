word = "mushrooms"
# Find the middle, cut the two halves, and build the secret word.
