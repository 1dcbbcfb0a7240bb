# The condition uses the dice before there is one.
throws = 0
while dice != 6:
    dice = int(input("Dice: "))
    throws = throws + 1
    print("Only", dice)
print("Start with throw", throws)
