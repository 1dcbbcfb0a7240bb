tickets = int(input("How many tickets? "))
print("To pay:", tickets * 9)
