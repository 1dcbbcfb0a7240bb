film = input("Which film? ")
print("NOW SHOWING:", film.upper())
