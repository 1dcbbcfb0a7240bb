# The score is shown only after a wrong answer.
name = input("Your name: ")
print(f"Hello, {name}!")
score = 0

legs = int(input("How many legs does a spider have? "))
if legs == 8:
    print("Right!")
    score = score + 1
else:
    print("No, it is 8.")
    print("Score:", score)
