# Ask for the book and for the days, then show the sentence.
