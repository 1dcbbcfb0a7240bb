# The method title changes only the first letter of each word.
film = input("Which film? ")
print("NOW SHOWING:", film.title())
