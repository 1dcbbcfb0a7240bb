# A text that is no number raises a ValueError and not a TypeError.
try:
    money = int(input("How much? "))
    print("You gave", money)
except TypeError:
    print("Please type a whole number.")
print("Thank you.")
