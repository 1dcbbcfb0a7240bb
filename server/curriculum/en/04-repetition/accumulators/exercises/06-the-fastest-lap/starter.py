laps = int(input("How many laps? "))
# Ask for the times and find the fastest lap.
