# Every sighting sets the value to 1 again.
def count_birds(sightings):
    counts = {}
    for bird in sightings:
        counts[bird] = 1
    return counts
