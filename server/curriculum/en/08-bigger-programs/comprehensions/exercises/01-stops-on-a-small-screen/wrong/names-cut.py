# Long names are cut, but they should be left out.
def for_screen(stops, limit):
    return [stop[:limit].upper() for stop in stops]

print(for_screen(["Old Mill", "Harbour Bridge", "Zoo"], 8))
