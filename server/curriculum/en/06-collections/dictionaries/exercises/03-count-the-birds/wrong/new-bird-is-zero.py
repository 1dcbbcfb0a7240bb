# A new bird gets the value 0, so its first sighting is not counted.
def count_birds(sightings):
    counts = {}
    for bird in sightings:
        if bird in counts:
            counts[bird] = counts[bird] + 1
        else:
            counts[bird] = 0
    return counts
