# The comma makes a space before the exclamation mark.
name = input("What is your name? ")
print("Welcome to the library,", name, "!")
