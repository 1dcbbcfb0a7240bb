day = input("Weekday: ")
date = int(input("Number of the day: "))
plate = input("Plate: ")
# Decide whether this car may drive.
