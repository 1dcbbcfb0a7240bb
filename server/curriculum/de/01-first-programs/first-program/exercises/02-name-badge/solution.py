print("Tag der Forschung")
print("Lucía")
print("Raum 12")
