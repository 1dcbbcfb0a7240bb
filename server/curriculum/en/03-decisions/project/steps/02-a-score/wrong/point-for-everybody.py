# The point is not inside the block, so everybody gets it.
name = input("Your name: ")
print(f"Hello, {name}!")
score = 0

legs = int(input("How many legs does a spider have? "))
if legs == 8:
    print("Right!")
else:
    print("No, it is 8.")
score = score + 1

print("Score:", score)
