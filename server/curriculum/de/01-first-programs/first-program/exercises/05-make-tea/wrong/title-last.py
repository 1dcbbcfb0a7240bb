# Die Überschrift kommt zuletzt.
print("1. Bring das Wasser zum Kochen.")
print("2. Gib den Tee in die Kanne.")
print("3. Gieß das Wasser dazu.")
print("4. Warte vier Minuten.")
print("So kochst du Tee")
