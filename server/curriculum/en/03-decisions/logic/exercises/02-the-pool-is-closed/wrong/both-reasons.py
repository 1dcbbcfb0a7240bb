# With and, the pool closes only when both reasons are there.
lightning = input("Lightning? ")
water = int(input("Water: "))
if lightning == "yes" and water < 16:
    print("Closed")
else:
    print("Open")
