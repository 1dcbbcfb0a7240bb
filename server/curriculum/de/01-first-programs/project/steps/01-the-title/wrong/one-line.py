# Alles steht in einer einzigen Anweisung und damit in einer Zeile.
# Die Seite für den Ausflug.

# Die Seite zeigen.
print("==============================", "AUSFLUG ZUR PELIKANINSEL", 'Die Kapitänin sagt: "Willkommen!"', "==============================")
