lightning = input("Lightning? ")
water = int(input("Water: "))
if lightning == "yes" or water < 16:
    print("Closed")
else:
    print("Open")
