# The age is a text, because it has quotes.
name = "Noor"
age = "13"
print(name, "is", age, "years old.")
