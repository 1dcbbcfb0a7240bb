# Die Anführungszeichen um Willkommen werden nicht gezeigt.
# Die Seite für den Ausflug.

# Die Seite zeigen.
print("==============================")
print("AUSFLUG ZUR PELIKANINSEL")
print("Die Kapitänin sagt: Willkommen!")
print("==============================")
