# Only a day with exactly 6 lessons counts as long.
day = input("Day: ")
lessons = int(input("Lessons: "))
print("Swimming:", day == "Friday")
print("Long day:", lessons == 6)
