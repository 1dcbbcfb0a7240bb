# Ask for the number of tickets, then show what they cost.
