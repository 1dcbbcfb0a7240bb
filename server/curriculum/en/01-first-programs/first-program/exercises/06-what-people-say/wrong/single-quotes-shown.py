# Single quotes are shown where double quotes are wanted.
print("Mei asks: 'Is this seat free?'")
print("Omar nods. It's free.")
print()
print("'Thank you!'")
