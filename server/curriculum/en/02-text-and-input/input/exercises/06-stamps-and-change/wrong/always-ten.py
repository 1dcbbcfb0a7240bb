# The change is always calculated from 10.
price = float(input("Price of one stamp? "))
postcards = int(input("How many postcards? "))
money = float(input("How much money do you give? "))
total = price * postcards
print("To pay:", total)
print("Change:", 10 - total)
