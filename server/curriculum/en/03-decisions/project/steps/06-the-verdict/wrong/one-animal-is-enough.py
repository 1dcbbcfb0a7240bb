# With or, one right answer about animals is enough.
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
    score = score + 1
else:
    print("No, it is the giraffe.")

planet = input("Which planet has no moon? ").strip().lower()
if planet == "mercury" or planet == "venus":
    print("Right!")
    score = score + 1
else:
    print("No, it is Mercury or Venus.")

bones = int(input("How many bones does an adult have? "))
if bones == 206:
    print("Exactly right!")
    score = score + 2
elif bones >= 196 and bones <= 216:
    print("Close! It is 206.")
    score = score + 1
else:
    print("No, it is 206.")

print("Score:", score, "of 5")

if legs == 8 or animal == "giraffe":
    print("You know your animals.")

if score == 5:
    print(f"A perfect quiz, {name}!")
elif score >= 3:
    print(f"Well done, {name}!")
else:
    print(f"Play again, {name}!")
