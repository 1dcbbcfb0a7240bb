# The counter is set to 0 for each red number.
wanted = int(input("Sum: "))
for red in range(1, 7):
    ways = 0
    for blue in range(1, 7):
        if red + blue == wanted:
            print(red, "+", blue)
            ways = ways + 1
print("Ways:", ways)
