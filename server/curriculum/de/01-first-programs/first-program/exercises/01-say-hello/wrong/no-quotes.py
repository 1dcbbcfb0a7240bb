# Um den Text stehen keine Anführungszeichen.
print(Hallo, Welt!)
