# The number of answers is fixed.
answer = input("What do you hear? ")
for turn in range(2):
    print("No boat yet.")
    answer = input("What do you hear? ")
print("Boat found.")
