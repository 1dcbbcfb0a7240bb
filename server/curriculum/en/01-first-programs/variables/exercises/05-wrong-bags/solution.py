ivan = "red"
aisha = "blue"
spare = ivan
ivan = aisha
aisha = spare

print("Ivan:", ivan)
print("Aisha:", aisha)
