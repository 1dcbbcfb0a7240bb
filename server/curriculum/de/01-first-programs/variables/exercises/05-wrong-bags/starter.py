ivan = "rot"
aisha = "blau"
# Tausche hier die zwei Werte.

print("Ivan:", ivan)
print("Aisha:", aisha)
