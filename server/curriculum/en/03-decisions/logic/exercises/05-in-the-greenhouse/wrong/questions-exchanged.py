# The question about the windows was asked first, so cool days with open windows go wrong.
temperature = int(input("Temperature: "))
windows = input("Are the windows open? ")
if windows == "yes":
    if temperature > 28:
        print("Give the plants shade.")
    else:
        print("Open the windows.")
else:
    print("All is well.")
