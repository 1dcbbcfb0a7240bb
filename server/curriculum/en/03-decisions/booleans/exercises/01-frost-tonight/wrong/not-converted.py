# The typed text was not converted to a number.
temperature = input("Temperature: ")
print("Frost:", temperature < 0)
