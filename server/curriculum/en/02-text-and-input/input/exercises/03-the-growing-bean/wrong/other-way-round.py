# The subtraction is the wrong way round.
before = int(input("Height last week? "))
today = int(input("Height today? "))
print("Grown:", before - today, "cm")
