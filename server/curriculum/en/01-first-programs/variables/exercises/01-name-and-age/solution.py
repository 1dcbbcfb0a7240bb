name = "Noor"
age = 13
print(name, "is", age, "years old.")
