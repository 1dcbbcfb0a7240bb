# The sentence is typed in, and there are no variables.
print("Noor is 13 years old.")
