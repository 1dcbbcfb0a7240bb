temperature = int(input("Temperature: "))
windows = input("Are the windows open? ")
if temperature > 28:
    if windows == "yes":
        print("Give the plants shade.")
    else:
        print("Open the windows.")
else:
    print("All is well.")
