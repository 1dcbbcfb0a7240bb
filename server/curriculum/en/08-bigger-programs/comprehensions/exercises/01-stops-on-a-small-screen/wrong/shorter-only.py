# A name with exactly limit characters is left out.
def for_screen(stops, limit):
    return [stop.upper() for stop in stops if len(stop) < limit]

print(for_screen(["Old Mill", "Harbour Bridge", "Zoo"], 8))
