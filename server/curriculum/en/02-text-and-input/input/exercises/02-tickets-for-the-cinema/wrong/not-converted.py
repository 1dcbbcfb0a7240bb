# The answer is a text, so it is repeated nine times.
tickets = input("How many tickets? ")
print("To pay:", tickets * 9)
