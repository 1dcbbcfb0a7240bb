# An if asks a second time, but not a third time.
answer = input("What do you hear? ")
if answer != "here":
    print("No boat yet.")
    answer = input("What do you hear? ")
print("Boat found.")
