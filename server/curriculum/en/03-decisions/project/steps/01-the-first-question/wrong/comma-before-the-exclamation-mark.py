# The comma puts a space between the name and the exclamation mark.
name = input("Your name: ")
print("Hello,", name, "!")

legs = int(input("How many legs does a spider have? "))
print("Right:", legs == 8)
