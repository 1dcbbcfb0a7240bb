# Import the class Playlist and build two objects.

# Ask for three songs and add them.

# Show both playlists.
