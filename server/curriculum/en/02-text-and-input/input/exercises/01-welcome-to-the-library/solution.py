name = input("What is your name? ")
print("Welcome to the library, " + name + "!")
