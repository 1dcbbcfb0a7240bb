# There is only one object with two names.
from playlist import Playlist

morning = Playlist("Morning")
party = morning
party.name = "Party"
morning.add(input("First song? "))
party.add(input("Second song? "))
party.add(input("Third song? "))
print(morning.name, morning.count(), morning.songs)
print(party.name, party.count(), party.songs)
