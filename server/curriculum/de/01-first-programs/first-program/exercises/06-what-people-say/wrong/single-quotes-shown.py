# Gezeigt werden einfache Anführungszeichen, verlangt sind doppelte.
print("Mei fragt: 'Ist der Platz frei?'")
print("Omar nickt. Na, wie geht's?")
print()
print("'Gut, danke!'")
