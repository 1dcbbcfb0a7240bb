# The thanks are only shown after a good answer.
try:
    money = int(input("How much? "))
    print("You gave", money)
    print("Thank you.")
except ValueError:
    print("Please type a whole number.")
