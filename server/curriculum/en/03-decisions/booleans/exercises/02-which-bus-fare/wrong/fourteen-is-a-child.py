# The age of 14 is not under 14.
age = int(input("Age: "))
print("Child fare:", age <= 14)
print("Senior fare:", age >= 65)
