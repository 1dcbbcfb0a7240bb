# Der Name der Anweisung beginnt mit einem großen Buchstaben.
Print("Hallo, Welt!")
