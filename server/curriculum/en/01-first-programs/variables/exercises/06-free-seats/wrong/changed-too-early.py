# The number changes before it is shown for the first time.
bus = "Bus 7"
print(bus, "to the lake")
seats = 20
seats = 16
print("Free seats:", seats)
print("Free seats:", seats)
