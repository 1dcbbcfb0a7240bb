# The row is begun again only once.
def shift(note, steps):
    """Return the note that is some steps higher."""
    notes = "CDEFGAB"
    place = notes.find(note) + steps
    if place > 6:
        place = place - 7
    return notes[place]

def shift_melody(melody, steps):
    """Return a melody with each note some steps higher."""
    result = ""
    for note in melody:
        result = result + shift(note, steps)
    return result
