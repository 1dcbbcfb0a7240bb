# Nur die Schreibweise von print ist verbessert.
print("Guten Morgen, zusammen!)
print("Bis morgen.")
