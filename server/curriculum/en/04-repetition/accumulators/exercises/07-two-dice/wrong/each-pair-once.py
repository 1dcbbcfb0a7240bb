# 1 + 4 and 4 + 1 are counted as one way.
wanted = int(input("Sum: "))
ways = 0
for red in range(1, 7):
    for blue in range(red, 7):
        if red + blue == wanted:
            print(red, "+", blue)
            ways = ways + 1
print("Ways:", ways)
