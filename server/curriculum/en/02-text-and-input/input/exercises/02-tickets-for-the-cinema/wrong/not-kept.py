# The number is made and then forgotten.
tickets = input("How many tickets? ")
int(tickets)
print("To pay:", tickets * 9)
