# The method title makes only the first letter of each word big.
film = input("Which film? ")
print("NOW SHOWING:", film.title())
