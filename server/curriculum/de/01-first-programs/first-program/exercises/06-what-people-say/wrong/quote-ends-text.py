# Der Apostroph in der zweiten Zeile beendet den Text zu früh.
print('Mei fragt: "Ist der Platz frei?"')
print('Omar nickt. Na, wie geht's?')
print()
print('"Gut, danke!"')
