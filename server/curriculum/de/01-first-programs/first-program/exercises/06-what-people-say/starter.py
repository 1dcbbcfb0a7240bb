print("Mei fragt: Ist der Platz frei?")
