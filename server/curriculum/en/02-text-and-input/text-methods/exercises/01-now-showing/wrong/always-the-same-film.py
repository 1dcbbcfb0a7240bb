# The title is part of the program and not the answer.
film = input("Which film? ")
print("NOW SHOWING:", "THE SILENT RIVER")
