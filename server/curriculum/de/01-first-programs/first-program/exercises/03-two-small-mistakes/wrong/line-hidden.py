# Die zweite Zeile ist jetzt ein Kommentar: Der Fehler ist weg, aber auch der Text.
print("Guten Morgen, zusammen!")
# Print("Bis morgen.")
