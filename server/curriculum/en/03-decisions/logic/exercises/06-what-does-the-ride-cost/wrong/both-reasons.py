# With and, only seniors in the evening pay less.
age = int(input("Age: "))
card = input("School card? ")
hour = int(input("Hour: "))
if age < 6:
    fare = 0
elif age < 18:
    if card == "yes":
        fare = 1
    else:
        fare = 2
else:
    if hour >= 20 and age >= 65:
        fare = 2
    else:
        fare = 3
print("Fare:", fare)
