# The lessons are still a text.
day = input("Day: ")
lessons = input("Lessons: ")
print("Swimming:", day == "Friday")
print("Long day:", lessons >= 6)
