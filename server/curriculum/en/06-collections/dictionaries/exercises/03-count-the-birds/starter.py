def count_birds(sightings):
    counts = {}
    for bird in sightings:
        counts[bird] = counts[bird] + 1
    return counts
