# Exactly the limit is not too warm yet.
class Sensor:
    def __init__(self, place, limit):
        self.place = place
        self.limit = limit

    def too_warm(self, degrees):
        return degrees >= self.limit

sensor = Sensor("tomatoes", 30)
print(sensor.too_warm(31))
