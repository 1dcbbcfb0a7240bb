# Die Reihenfolge ist falsch.
print("Lucía")
print("Tag der Forschung")
print("Raum 12")
