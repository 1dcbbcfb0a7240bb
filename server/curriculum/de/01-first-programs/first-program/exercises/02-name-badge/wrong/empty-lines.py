# Eine Anweisung mit leeren Klammern zeigt eine leere Zeile; die ist hier nicht verlangt.
print("Tag der Forschung")
print()
print("Lucía")
print()
print("Raum 12")
