try:
    money = int(input("How much? "))
    print("You gave", money)
except ValueError:
    print("Please type a whole number.")
print("Thank you.")
