# Die doppelten Anführungszeichen stehen nur um die Texte, deshalb sieht man sie nicht.
print("Mei fragt: Ist der Platz frei?")
print("Omar nickt. Na, wie geht's?")
print()
print("Gut, danke!")
