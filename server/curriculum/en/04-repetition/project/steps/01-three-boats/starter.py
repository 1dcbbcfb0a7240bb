# Ask for the boxes of three boats and draw a bar for each of them.
boat_count = 3
