# Gleichheitszeichen und Plus stehen in der falschen Reihenfolge.
adler = 1
adler =+ 2
adler =+ 1
print("Adler:", adler)
