# The sum of the example was typed in instead of the variable.
try:
    money = int(input("How much? "))
    print("You gave 50")
except ValueError:
    print("Please type a whole number.")
print("Thank you.")
