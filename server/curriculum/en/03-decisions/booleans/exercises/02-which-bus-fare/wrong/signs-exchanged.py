# The two signs are exchanged.
age = int(input("Age: "))
print("Child fare:", age > 14)
print("Senior fare:", age <= 65)
