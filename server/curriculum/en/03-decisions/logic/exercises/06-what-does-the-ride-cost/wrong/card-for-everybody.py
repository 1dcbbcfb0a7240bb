# The card was asked about before the age, so adults with a card pay 1 coin.
age = int(input("Age: "))
card = input("School card? ")
hour = int(input("Hour: "))
if age < 6:
    fare = 0
elif card == "yes":
    fare = 1
elif age < 18 or hour >= 20 or age >= 65:
    fare = 2
else:
    fare = 3
print("Fare:", fare)
