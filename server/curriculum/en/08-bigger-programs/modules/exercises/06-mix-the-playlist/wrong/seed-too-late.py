# The seed is set after the mixing, where it does not help.
import random

def mix(songs, seed):
    mixed = list(songs)
    random.shuffle(mixed)
    random.seed(seed)
    return mixed

playlist = ["Rain", "Sun", "Snow", "Wind"]
print(mix(playlist, 1))
print(playlist)
