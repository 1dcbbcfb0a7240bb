# The function returns the temperature and not the name.
def warmest(temperatures):
    return max(temperatures.values())
