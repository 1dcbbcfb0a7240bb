# Zeige die drei Zeilen des Namensschildes.
