ivan = "rot"
aisha = "blau"
hilf = ivan
ivan = aisha
aisha = hilf

print("Ivan:", ivan)
print("Aisha:", aisha)
