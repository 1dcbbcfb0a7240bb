# Ask for the film, then show its title in big letters.
