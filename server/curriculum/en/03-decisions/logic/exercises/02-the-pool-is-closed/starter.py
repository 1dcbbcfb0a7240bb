lightning = input("Lightning? ")
water = int(input("Water: "))
# Show Open or Closed.
