# Without brackets the method is not carried out.
film = input("Which film? ")
print("NOW SHOWING:", film.upper)
