# Die Zahl ändert sich, bevor sie zum ersten Mal gezeigt wird.
bus = "Bus 7"
print(bus, "zum See")
frei = 20
frei = 16
print("Freie Plätze:", frei)
print("Freie Plätze:", frei)
