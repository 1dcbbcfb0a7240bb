# Die Seite für den Ausflug.

# Die Seite zeigen.
