# Die zwei Zahlen stehen in der falschen Reihenfolge.
bus = "Bus 7"
print(bus, "zum See")
frei = 16
print("Freie Plätze:", frei)
frei = 20
print("Freie Plätze:", frei)
