# Ask the three questions, then show the sentence.
