# Die Namen der Variablen stehen in Anführungszeichen.
name = "Noor"
alter = 13
print("name", "ist", "alter", "Jahre alt.")
