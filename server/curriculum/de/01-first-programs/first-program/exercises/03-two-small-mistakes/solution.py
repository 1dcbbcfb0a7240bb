print("Guten Morgen, zusammen!")
print("Bis morgen.")
