# The length of the title is compared, not the length of the song.
def longest(songs, count):
    ordered = sorted(songs, key=lambda song: len(song[0]), reverse=True)
    return [song[0] for song in ordered[:count]]

playlist = [("Blue Hills", 245), ("Sunrise", 180), ("Night Train", 312)]
print(longest(playlist, 2))
