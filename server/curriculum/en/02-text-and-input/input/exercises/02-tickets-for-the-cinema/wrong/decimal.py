# With float, the result has a point.
tickets = float(input("How many tickets? "))
print("To pay:", tickets * 9)
