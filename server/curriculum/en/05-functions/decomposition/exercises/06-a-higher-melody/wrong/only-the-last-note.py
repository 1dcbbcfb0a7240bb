# Each new note replaces the notes before it.
def shift(note, steps):
    """Return the note that is some steps higher."""
    notes = "CDEFGAB"
    place = notes.find(note) + steps
    return notes[place % 7]

def shift_melody(melody, steps):
    """Return a melody with each note some steps higher."""
    for note in melody:
        result = shift(note, steps)
    return result
