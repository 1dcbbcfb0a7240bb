# Ask for the room, read collection.csv, and show the things in order.
