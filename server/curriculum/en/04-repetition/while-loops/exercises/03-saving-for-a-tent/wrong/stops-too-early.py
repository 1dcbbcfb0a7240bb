# He stops when one more week would be too much, so the money is not enough.
price = int(input("Price of the tent: "))
savings = 0
weeks = 0
while savings + 15 < price:
    savings = savings + 15
    weeks = weeks + 1
print("Weeks:", weeks)
print("Left over:", savings - price)
