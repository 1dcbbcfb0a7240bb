# The name of the variable has quotes.
name = input("What is your name? ")
print("Welcome to the library, " + "name" + "!")
