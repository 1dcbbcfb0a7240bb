day = input("Day: ")
lessons = int(input("Lessons: "))
print("Swimming:", day == "Friday")
print("Long day:", lessons >= 6)
