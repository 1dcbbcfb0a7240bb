# The name has no quotes in the assignment.
name = Noor
age = 13
print(name, "is", age, "years old.")
