# Ein Komma außerhalb der Anführungszeichen wird nicht gezeigt.
print("Hallo", "Welt!")
