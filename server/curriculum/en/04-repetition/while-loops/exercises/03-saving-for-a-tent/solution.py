price = int(input("Price of the tent: "))
savings = 0
weeks = 0
while savings < price:
    savings = savings + 15
    weeks = weeks + 1
print("Weeks:", weeks)
print("Left over:", savings - price)
