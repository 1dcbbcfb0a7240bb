# The limit is used as a number of stops, not of characters.
def for_screen(stops, limit):
    return [stop.upper() for stop in stops[:limit]]

print(for_screen(["Old Mill", "Harbour Bridge", "Zoo"], 8))
