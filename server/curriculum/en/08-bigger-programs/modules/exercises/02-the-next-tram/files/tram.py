LINE = "Line 4"
EVERY = 10

def next_tram(minute):
    """Return how many minutes it is to the next tram."""
    return EVERY - minute % EVERY
