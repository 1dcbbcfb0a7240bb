before = int(input("Height last week? "))
today = int(input("Height today? "))
print("Grown:", today - before, "cm")
