# The end of the range is left out, so no dice shows a six.
wanted = int(input("Sum: "))
ways = 0
for red in range(1, 6):
    for blue in range(1, 6):
        if red + blue == wanted:
            print(red, "+", blue)
            ways = ways + 1
print("Ways:", ways)
