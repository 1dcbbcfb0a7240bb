# The module is used, but it was never imported.
def straight(east, north):
    total = east * east + north * north
    return math.ceil(math.sqrt(total))

print(straight(20, 20))
