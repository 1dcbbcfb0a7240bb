# The function shuffle returns nothing, so the result is None.
import random

def mix(songs, seed):
    random.seed(seed)
    mixed = list(songs)
    return random.shuffle(mixed)

playlist = ["Rain", "Sun", "Snow", "Wind"]
print(mix(playlist, 1))
print(playlist)
