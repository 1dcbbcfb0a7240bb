# A new bird starts with 1 and then gets one more.
def count_birds(sightings):
    counts = {}
    for bird in sightings:
        counts[bird] = counts.get(bird, 1) + 1
    return counts
