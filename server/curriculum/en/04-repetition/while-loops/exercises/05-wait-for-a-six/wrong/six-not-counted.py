# The throw with the six is not counted.
throws = 0
while True:
    dice = int(input("Dice: "))
    if dice == 6:
        break
    throws = throws + 1
    print("Only", dice)
print("Start with throw", throws)
