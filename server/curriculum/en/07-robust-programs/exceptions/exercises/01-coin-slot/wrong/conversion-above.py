# The conversion stands above try, so its error is not caught.
money = int(input("How much? "))
try:
    print("You gave", money)
except ValueError:
    print("Please type a whole number.")
print("Thank you.")
