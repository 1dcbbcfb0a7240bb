# Only the first and the last note are compared.
def backwards(text):
    """Return a text from the back to the front."""
    result = ""
    for sign in text:
        result = sign + result
    return result

def is_mirror(melody):
    """Return whether a melody is the same in both directions."""
    notes = melody.replace(" ", "").replace("|", "")
    return notes[0] == notes[-1]
