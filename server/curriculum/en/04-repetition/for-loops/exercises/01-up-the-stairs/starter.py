# Ask for the number of steps, then count them with a loop.
