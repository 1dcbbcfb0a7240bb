# The seed is always 1.
import random

def mix(songs, seed):
    random.seed(1)
    mixed = list(songs)
    random.shuffle(mixed)
    return mixed

playlist = ["Rain", "Sun", "Snow", "Wind"]
print(mix(playlist, 1))
print(playlist)
