# A quiz with a verdict
name = input("Your name: ")
print(f"Hello, {name}!")

legs = int(input("How many legs does a spider have? "))
print("Right:", legs == 8)
