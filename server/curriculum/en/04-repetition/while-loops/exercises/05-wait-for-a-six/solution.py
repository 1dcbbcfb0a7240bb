throws = 0
while True:
    dice = int(input("Dice: "))
    throws = throws + 1
    if dice == 6:
        break
    print("Only", dice)
print("Start with throw", throws)
