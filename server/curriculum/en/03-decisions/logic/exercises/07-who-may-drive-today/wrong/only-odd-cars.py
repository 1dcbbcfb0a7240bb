# Only odd digits on odd dates were checked; even digits on even dates were forgotten.
day = input("Weekday: ")
date = int(input("Number of the day: "))
plate = input("Plate: ")
if day == "Saturday" or day == "Sunday" or plate[-1] == "E":
    print("You may drive")
elif int(plate[-1]) % 2 == 1 and date % 2 == 1:
    print("You may drive")
else:
    print("Stay out")
