# The right songs are taken from the end, but the longest one is last.
def longest(songs, count):
    ordered = sorted(songs, key=lambda song: song[1])
    return [song[0] for song in ordered[-count:]]

playlist = [("Blue Hills", 245), ("Sunrise", 180), ("Night Train", 312)]
print(longest(playlist, 2))
