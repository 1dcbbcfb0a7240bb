score = 100
print("Score:", score)
score = 250
print("Score:", score)
