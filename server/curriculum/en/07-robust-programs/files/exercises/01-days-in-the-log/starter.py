with open("log.txt") as file:
    # Go through the lines here.
    print(file)
