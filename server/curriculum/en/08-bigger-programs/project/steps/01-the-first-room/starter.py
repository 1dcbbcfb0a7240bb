# A text adventure.
# Import what you need from world.py.

# Show the room where the adventure begins.
