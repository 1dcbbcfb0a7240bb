# Everybody who is not a child was taken for a senior.
age = int(input("Age: "))
print("Child fare:", age < 14)
print("Senior fare:", age >= 14)
