# One metre is added even when the way is a whole number.
import math

def straight(east, north):
    total = east * east + north * north
    return math.floor(math.sqrt(total)) + 1

print(straight(20, 20))
