answer = input("What do you hear? ")
while answer != "here":
    print("No boat yet.")
    answer = input("What do you hear? ")
print("Boat found.")
