# The single quote in the second line ends the text too early.
print('Mei asks: "Is this seat free?"')
print('Omar nods. It's free.')
print()
print('"Thank you!"')
