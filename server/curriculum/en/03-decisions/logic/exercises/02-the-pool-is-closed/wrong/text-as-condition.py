# The text itself is the condition, and the text no counts as true as well.
lightning = input("Lightning? ")
water = int(input("Water: "))
if lightning or water < 16:
    print("Closed")
else:
    print("Open")
