# Write the class Sensor here.


sensor = Sensor("tomatoes", 30)
print(sensor.place)
