# After the first assignment, the value red is lost.
ivan = "red"
aisha = "blue"
ivan = aisha
aisha = ivan

print("Ivan:", ivan)
print("Aisha:", aisha)
