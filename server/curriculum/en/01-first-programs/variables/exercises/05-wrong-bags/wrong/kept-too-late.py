# The value is put into the third variable after it was replaced.
ivan = "red"
aisha = "blue"
ivan = aisha
spare = ivan
aisha = spare

print("Ivan:", ivan)
print("Aisha:", aisha)
