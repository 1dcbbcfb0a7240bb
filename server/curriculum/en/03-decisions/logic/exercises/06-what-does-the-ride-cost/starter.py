age = int(input("Age: "))
card = input("School card? ")
hour = int(input("Hour: "))
# Find the fare and show it.
