# The money can be a decimal number too.
price = float(input("Price of one stamp? "))
postcards = int(input("How many postcards? "))
money = int(input("How much money do you give? "))
total = price * postcards
print("To pay:", total)
print("Change:", money - total)
