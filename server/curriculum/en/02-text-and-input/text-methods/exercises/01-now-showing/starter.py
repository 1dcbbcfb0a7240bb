# Ask for the film, then show its title in capital letters.
