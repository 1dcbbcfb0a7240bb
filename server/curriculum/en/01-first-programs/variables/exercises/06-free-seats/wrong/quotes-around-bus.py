# The line with quotes around the name of the variable was used.
bus = "Bus 7"
print("bus", "to the lake")
seats = 20
print("Free seats:", seats)
seats = 16
print("Free seats:", seats)
