# The way is rounded to the nearest metre, so it is sometimes too short.
import math

def straight(east, north):
    total = east * east + north * north
    return round(math.sqrt(total))

print(straight(20, 20))
