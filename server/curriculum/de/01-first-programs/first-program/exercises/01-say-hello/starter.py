# Schreibe dein Programm unter diese Zeile.
