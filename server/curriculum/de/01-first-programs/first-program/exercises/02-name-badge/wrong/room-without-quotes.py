# Raum 12 steht nicht in Anführungszeichen.
print("Tag der Forschung")
print("Lucía")
print(Raum 12)
