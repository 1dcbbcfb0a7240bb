# Nach der ersten Zuweisung ist der Wert rot verloren.
ivan = "rot"
aisha = "blau"
ivan = aisha
aisha = ivan

print("Ivan:", ivan)
print("Aisha:", aisha)
