# Der Akzent auf dem Buchstaben i fehlt.
print("Tag der Forschung")
print("Lucia")
print("Raum 12")
