# The helper gets the whole melody, but it can shift only one note.
def shift(note, steps):
    """Return the note that is some steps higher."""
    notes = "CDEFGAB"
    place = notes.find(note) + steps
    return notes[place % 7]

def shift_melody(melody, steps):
    """Return a melody with each note some steps higher."""
    return shift(melody, steps)
