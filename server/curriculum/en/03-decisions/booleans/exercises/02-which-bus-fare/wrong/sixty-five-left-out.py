# The age of 65 belongs to the senior fare.
age = int(input("Age: "))
print("Child fare:", age < 14)
print("Senior fare:", age > 65)
