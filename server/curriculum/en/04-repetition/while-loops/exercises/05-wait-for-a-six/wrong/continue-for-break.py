# After a six the program asks again.
throws = 0
while True:
    dice = int(input("Dice: "))
    throws = throws + 1
    if dice == 6:
        continue
    print("Only", dice)
print("Start with throw", throws)
