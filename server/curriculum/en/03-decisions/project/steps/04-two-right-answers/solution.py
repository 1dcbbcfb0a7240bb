# A quiz with a verdict
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

print("Score:", score, "of 3")
