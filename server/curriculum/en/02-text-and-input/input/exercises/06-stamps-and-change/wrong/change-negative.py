# The change is calculated the wrong way round.
price = float(input("Price of one stamp? "))
postcards = int(input("How many postcards? "))
money = float(input("How much money do you give? "))
total = price * postcards
print("To pay:", total)
print("Change:", total - money)
