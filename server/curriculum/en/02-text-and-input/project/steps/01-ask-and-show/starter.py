# A secret postcard.

# Ask for everything.

# Show the postcard.
