# With both reasons, the program shows Open.
lightning = input("Lightning? ")
water = int(input("Water: "))
if lightning == "yes" and water >= 16:
    print("Closed")
elif lightning == "no" and water < 16:
    print("Closed")
else:
    print("Open")
