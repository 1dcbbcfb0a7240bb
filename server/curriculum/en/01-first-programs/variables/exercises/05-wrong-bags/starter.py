ivan = "red"
aisha = "blue"
# Exchange the two values here.

print("Ivan:", ivan)
print("Aisha:", aisha)
