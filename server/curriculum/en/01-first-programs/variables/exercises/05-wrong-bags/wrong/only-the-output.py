# The output was exchanged, but the values were not.
ivan = "red"
aisha = "blue"
spare = ivan

print("Ivan:", aisha)
print("Aisha:", ivan)
