# Behind B the place is outside the row of notes.
def shift(note, steps):
    """Return the note that is some steps higher."""
    notes = "CDEFGAB"
    return notes[notes.find(note) + steps]

def shift_melody(melody, steps):
    """Return a melody with each note some steps higher."""
    result = ""
    for note in melody:
        result = result + shift(note, steps)
    return result
