# Die Zeile mit dem falsch gesetzten Anführungszeichen wurde benutzt.
print("So kochst du Tee")
print("1. Bring das Wasser zum Kochen.")
print("2. Gib den Tee in die Kanne.")
print("3. Gieß das Wasser dazu.)"
print("4. Warte vier Minuten.")
