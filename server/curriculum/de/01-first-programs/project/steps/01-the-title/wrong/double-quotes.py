# Der Text steht in doppelten Anführungszeichen und endet deshalb vor Willkommen.
# Die Seite für den Ausflug.

# Die Seite zeigen.
print("==============================")
print("AUSFLUG ZUR PELIKANINSEL")
print("Die Kapitänin sagt: "Willkommen!"")
print("==============================")
