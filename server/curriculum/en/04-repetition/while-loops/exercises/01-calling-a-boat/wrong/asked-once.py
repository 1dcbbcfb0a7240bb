# The question is not repeated, so the loop never ends.
answer = input("What do you hear? ")
while answer != "here":
    print("No boat yet.")
print("Boat found.")
