# The else became a new condition that leaves out exactly 5.
rain = int(input("Rain in mm: "))
if rain < 5:
    print("Water the tomatoes.")
elif rain > 5:
    print("The ground is wet enough.")
print("Pick the ripe ones.")
