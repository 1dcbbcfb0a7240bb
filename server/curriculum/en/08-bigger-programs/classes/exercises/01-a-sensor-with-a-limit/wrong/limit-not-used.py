# The method compares with a fixed number, not with the limit of the object.
class Sensor:
    def __init__(self, place, limit):
        self.place = place
        self.limit = limit

    def too_warm(self, degrees):
        return degrees > 30

sensor = Sensor("tomatoes", 30)
print(sensor.too_warm(31))
