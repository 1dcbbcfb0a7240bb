# The new text is not kept, so the old one is shown.
film = input("Which film? ")
film.upper()
print("NOW SHOWING:", film)
