# The six is shown before it is tested.
throws = 0
while True:
    dice = int(input("Dice: "))
    throws = throws + 1
    print("Only", dice)
    if dice == 6:
        break
print("Start with throw", throws)
