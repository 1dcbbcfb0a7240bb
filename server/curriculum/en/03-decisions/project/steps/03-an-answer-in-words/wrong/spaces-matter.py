# Only the capital letters were taken care of, not the spaces.
name = input("Your name: ")
print(f"Hello, {name}!")
score = 0

legs = int(input("How many legs does a spider have? "))
if legs == 8:
    print("Right!")
    score = score + 1
else:
    print("No, it is 8.")

animal = input("Which animal is the tallest on land? ").lower()
if animal == "giraffe":
    print("Right!")
    score = score + 1
else:
    print("No, it is the giraffe.")

print("Score:", score, "of 2")
