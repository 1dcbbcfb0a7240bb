# The number of legs is still a text, so it is never equal to 8.
name = input("Your name: ")
print(f"Hello, {name}!")

legs = input("How many legs does a spider have? ")
print("Right:", legs == 8)
