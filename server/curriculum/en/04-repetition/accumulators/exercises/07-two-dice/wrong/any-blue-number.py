# The blue number is calculated, but it may be greater than 6.
wanted = int(input("Sum: "))
ways = 0
for red in range(1, 7):
    blue = wanted - red
    if blue >= 1:
        print(red, "+", blue)
        ways = ways + 1
print("Ways:", ways)
