# The new list holds whole songs, not titles.
def longest(songs, count):
    ordered = sorted(songs, key=lambda song: song[1], reverse=True)
    return [song for song in ordered[:count]]

playlist = [("Blue Hills", 245), ("Sunrise", 180), ("Night Train", 312)]
print(longest(playlist, 2))
