# The name of the variable has quotes, so two fixed texts are compared.
day = input("Day: ")
lessons = int(input("Lessons: "))
print("Swimming:", "day" == "Friday")
print("Long day:", lessons >= 6)
