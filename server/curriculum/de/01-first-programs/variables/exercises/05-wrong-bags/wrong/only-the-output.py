# Die Ausgabe ist vertauscht, die Werte sind es nicht.
ivan = "rot"
aisha = "blau"
hilf = ivan

print("Ivan:", aisha)
print("Aisha:", ivan)
