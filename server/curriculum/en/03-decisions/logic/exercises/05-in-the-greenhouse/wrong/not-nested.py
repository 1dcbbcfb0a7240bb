# The two decisions stand one below the other instead of one inside the other.
temperature = int(input("Temperature: "))
windows = input("Are the windows open? ")
if temperature > 28:
    print("Give the plants shade.")
else:
    print("All is well.")
if windows == "yes":
    print("Open the windows.")
