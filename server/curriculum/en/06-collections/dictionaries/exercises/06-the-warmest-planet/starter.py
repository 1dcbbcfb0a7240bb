def warmest(temperatures):
    best = ""
    # Find the planet with the highest temperature.
    return best
