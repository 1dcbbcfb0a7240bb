before = input("Height last week? ")
today = input("Height today? ")
print("Grown:", today - before, "cm")
