# The program asks for exactly -3 instead of all numbers below zero.
temperature = int(input("Temperature: "))
print("Frost:", temperature == -3)
