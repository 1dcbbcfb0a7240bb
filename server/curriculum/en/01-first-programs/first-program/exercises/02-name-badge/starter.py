# Show the three lines of the badge.
