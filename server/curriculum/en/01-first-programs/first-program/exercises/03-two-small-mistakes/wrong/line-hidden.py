# The second line became a comment, so the error is gone and so is its text.
print("Good morning, everyone!")
# Print("See you tomorrow.")
