import math

def straight(east, north):
    total = east * east + north * north
    return math.ceil(math.sqrt(total))

print(straight(20, 20))
