# The two numbers are in the wrong order.
bus = "Bus 7"
print(bus, "to the lake")
seats = 16
print("Free seats:", seats)
seats = 20
print("Free seats:", seats)
