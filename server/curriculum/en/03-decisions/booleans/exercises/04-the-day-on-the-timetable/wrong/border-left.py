# The border is still wrong: 6 lessons do not count as a long day.
day = input("Day: ")
lessons = int(input("Lessons: "))
print("Swimming:", day == "Friday")
print("Long day:", lessons > 6)
