# The old list is mixed too, because mixed is only a second name for it.
import random

def mix(songs, seed):
    random.seed(seed)
    mixed = songs
    random.shuffle(mixed)
    return mixed

playlist = ["Rain", "Sun", "Snow", "Wind"]
print(mix(playlist, 1))
print(playlist)
