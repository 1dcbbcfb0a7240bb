# Die fehlerhafte Zeile ist gelöscht statt verbessert.
print("Guten Morgen, zusammen!")
