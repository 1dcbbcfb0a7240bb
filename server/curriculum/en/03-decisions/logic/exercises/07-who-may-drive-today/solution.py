day = input("Weekday: ")
date = int(input("Number of the day: "))
plate = input("Plate: ")
weekend = day == "Saturday" or day == "Sunday"
electric = plate[-1] == "E"
if weekend or electric:
    print("You may drive")
elif int(plate[-1]) % 2 == date % 2:
    print("You may drive")
else:
    print("Stay out")
