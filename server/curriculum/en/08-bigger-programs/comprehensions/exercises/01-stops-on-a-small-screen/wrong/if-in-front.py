# The condition stands in front of the loop.
def for_screen(stops, limit):
    return [stop.upper() if len(stop) <= limit for stop in stops]

print(for_screen(["Old Mill", "Harbour Bridge", "Zoo"], 8))
