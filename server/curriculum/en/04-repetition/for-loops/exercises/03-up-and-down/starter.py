for stair in range(3, 6):
    print("up", stair)
for stair in range(8, 0, -3):
    print("down", stair)
print("now on", stair)
