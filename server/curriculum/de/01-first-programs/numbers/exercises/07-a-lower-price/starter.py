preis = 80
prozent = 15
# Berechne hier gespart und neuer_preis und zeige sie dann.
