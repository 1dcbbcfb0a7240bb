# The two sides are added, but the straight way is shorter.
import math

def straight(east, north):
    return math.ceil(east + north)

print(straight(20, 20))
