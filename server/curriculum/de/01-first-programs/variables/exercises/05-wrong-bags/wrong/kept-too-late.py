# Der Wert kommt erst in die Hilfsvariable, als er schon ersetzt ist.
ivan = "rot"
aisha = "blau"
ivan = aisha
hilf = ivan
aisha = hilf

print("Ivan:", ivan)
print("Aisha:", aisha)
