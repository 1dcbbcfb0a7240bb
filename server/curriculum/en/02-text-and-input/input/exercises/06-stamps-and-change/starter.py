# Ask the three questions, then show the sum and the change.
