print("Hallo, Welt!")
