note = "Meet me at the sea"
print(note.lower())
note.replace("e", "3")
print(note)
print(note.count("e"))
print(note.find("a"))
print(note.replace("me", "us"))
print(f"{note[:4]}: {len(note)}")
