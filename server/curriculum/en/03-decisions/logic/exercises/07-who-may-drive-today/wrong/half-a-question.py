# The part after or is only a text, so every day counts as weekend.
day = input("Weekday: ")
date = int(input("Number of the day: "))
plate = input("Plate: ")
if day == "Saturday" or "Sunday" or plate[-1] == "E":
    print("You may drive")
elif int(plate[-1]) % 2 == date % 2:
    print("You may drive")
else:
    print("Stay out")
