# The helper leaves out what is not a note, but it should turn every character around.
def backwards(text):
    """Return a text from the back to the front."""
    result = ""
    for sign in text:
        if sign not in " |":
            result = sign + result
    return result

def is_mirror(melody):
    """Return whether a melody is the same in both directions."""
    notes = melody.replace(" ", "").replace("|", "")
    return notes == backwards(notes)
