# Not the answer was converted, but the question.
before = input(int("Height last week? "))
today = input(int("Height today? "))
print("Grown:", today - before, "cm")
