# The second point stands in the block of else.
name = input("Your name: ")
print(f"Hello, {name}!")
score = 0

legs = int(input("How many legs does a spider have? "))
if legs == 8:
    print("Right!")
    score = score + 1
else:
    print("No, it is 8.")

animal = input("Which animal is the tallest on land? ").strip().lower()
if animal == "giraffe":
    print("Right!")
else:
    print("No, it is the giraffe.")
    score = score + 1

print("Score:", score, "of 2")
