# The second variable has another name.
score = 100
print("Score:", score)
new_score = 250
print("Score:", new_score)
