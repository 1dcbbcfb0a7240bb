cars = 12
light = "green"
if cars > 10:
    print("busy")
    light = "red"
if light == "green":
    print("drive")
elif cars > 5:
    print("wait")
elif light == "red":
    print("stop")
else:
    print("walk")
cars = cars - 8
if cars > 5:
    print("still", cars)
print("end", light)
