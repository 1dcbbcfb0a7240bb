def count_birds(sightings):
    counts = {}
    for bird in sightings:
        if bird in counts:
            counts[bird] = counts[bird] + 1
        else:
            counts[bird] = 1
    return counts
