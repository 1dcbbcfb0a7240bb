# Nur das fehlende Anführungszeichen ist verbessert.
print("Guten Morgen, zusammen!")
Print("Bis morgen.")
