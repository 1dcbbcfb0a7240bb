# Lege die zwei Variablen an und zeige dann den Satz.
