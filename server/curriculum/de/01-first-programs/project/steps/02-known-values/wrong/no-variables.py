# Die Werte sind abgetippt, und es gibt keine Variablen.
# Die Seite für den Ausflug.

# Die Seite zeigen.
print("==============================")
print("AUSFLUG ZUR PELIKANINSEL")
print('Die Kapitänin sagt: "Willkommen!"')
print("==============================")
print("Kinder: 26")
print("Erwachsene: 3")
print("==============================")
