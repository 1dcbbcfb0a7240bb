# The new score is only shown; the variable did not change.
score = 100
print("Score:", score)
print("Score:", 250)
