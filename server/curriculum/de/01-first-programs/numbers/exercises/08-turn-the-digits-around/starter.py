zahl = 472
# Berechne hier hunderter, zehner, einer und gedreht und zeige sie dann.
