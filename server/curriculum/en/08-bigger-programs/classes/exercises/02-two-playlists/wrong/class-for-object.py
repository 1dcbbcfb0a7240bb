# The methods are called on the class, and no object was built.
from playlist import Playlist

morning = Playlist
party = Playlist
morning.add(input("First song? "))
party.add(input("Second song? "))
party.add(input("Third song? "))
print(morning.name, morning.count(), morning.songs)
print(party.name, party.count(), party.songs)
