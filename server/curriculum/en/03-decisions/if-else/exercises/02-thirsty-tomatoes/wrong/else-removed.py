# The line with else was removed, so both lines of advice are shown.
rain = int(input("Rain in mm: "))
if rain < 5:
    print("Water the tomatoes.")
    print("The ground is wet enough.")
print("Pick the ripe ones.")
