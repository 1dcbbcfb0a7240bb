money = int(input("How much? "))
print("You gave", money)
print("Thank you.")
