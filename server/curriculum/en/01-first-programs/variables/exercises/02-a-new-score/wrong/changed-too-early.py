# The first value was replaced before it was shown.
score = 100
score = 250
print("Score:", score)
print("Score:", score)
