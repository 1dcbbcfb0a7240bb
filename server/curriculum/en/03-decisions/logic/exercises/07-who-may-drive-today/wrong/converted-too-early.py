# The last character is converted before the program knows that it is a digit.
day = input("Weekday: ")
date = int(input("Number of the day: "))
plate = input("Plate: ")
digit = int(plate[-1])
if day == "Saturday" or day == "Sunday" or plate[-1] == "E":
    print("You may drive")
elif digit % 2 == date % 2:
    print("You may drive")
else:
    print("Stay out")
