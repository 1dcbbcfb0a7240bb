rain = int(input("Rain in mm: "))
if rain < 5
print("Water the tomatoes.")
else rain >= 5:
    print("The ground is wet enough.")
print("Pick the ripe ones.")
