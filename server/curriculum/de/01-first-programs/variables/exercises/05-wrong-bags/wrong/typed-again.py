# Die Farben wurden noch einmal getippt, deshalb gibt es keine Hilfsvariable.
ivan = "rot"
aisha = "blau"
ivan = "blau"
aisha = "rot"

print("Ivan:", ivan)
print("Aisha:", aisha)
