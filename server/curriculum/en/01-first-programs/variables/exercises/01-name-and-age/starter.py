# Make the two variables, then show the sentence.
