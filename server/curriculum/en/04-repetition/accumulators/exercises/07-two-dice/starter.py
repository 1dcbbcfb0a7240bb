wanted = int(input("Sum: "))
# Try all throws of the two dice.
