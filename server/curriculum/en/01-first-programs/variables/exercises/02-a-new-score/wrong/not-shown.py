# The new value is never shown.
score = 100
print("Score:", score)
score = 250
