# The two lines of advice for hot days are exchanged.
temperature = int(input("Temperature: "))
windows = input("Are the windows open? ")
if temperature > 28:
    if windows == "yes":
        print("Open the windows.")
    else:
        print("Give the plants shade.")
else:
    print("All is well.")
