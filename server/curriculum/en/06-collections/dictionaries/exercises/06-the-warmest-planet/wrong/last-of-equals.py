# Of two equally warm planets, the later one is taken.
def warmest(temperatures):
    best = ""
    for planet, degrees in temperatures.items():
        if best == "" or degrees >= temperatures[best]:
            best = planet
    return best
