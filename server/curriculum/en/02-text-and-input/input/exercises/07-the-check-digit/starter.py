# Ask for the number. Then show the sum of its digits, and the number with its check digit.
