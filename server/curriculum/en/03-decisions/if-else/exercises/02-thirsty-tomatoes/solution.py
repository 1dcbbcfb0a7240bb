rain = int(input("Rain in mm: "))
if rain < 5:
    print("Water the tomatoes.")
else:
    print("The ground is wet enough.")
print("Pick the ripe ones.")
