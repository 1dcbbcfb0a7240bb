# The method has no parameter for the object.
class Sensor:
    def __init__(self, place, limit):
        self.place = place
        self.limit = limit

    def too_warm(degrees):
        return degrees > self.limit

sensor = Sensor("tomatoes", 30)
print(sensor.too_warm(31))
