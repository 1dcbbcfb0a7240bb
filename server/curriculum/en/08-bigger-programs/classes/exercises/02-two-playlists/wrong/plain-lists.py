# The class is not used at all.
morning = [input("First song? ")]
party = [input("Second song? "), input("Third song? ")]
print("Morning", len(morning), morning)
print("Party", len(party), party)
