# The message also comes after the answer here.
answer = ""
while answer != "here":
    answer = input("What do you hear? ")
    print("No boat yet.")
print("Boat found.")
