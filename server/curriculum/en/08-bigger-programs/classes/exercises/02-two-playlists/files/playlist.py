class Playlist:
    """A list of songs with a name."""

    def __init__(self, name):
        self.name = name
        self.songs = []

    def add(self, song):
        """Put a song at the end."""
        self.songs.append(song)

    def count(self):
        """Return the number of songs."""
        return len(self.songs)
