# Only one of the two answers is a number.
before = input("Height last week? ")
today = int(input("Height today? "))
print("Grown:", today - before, "cm")
