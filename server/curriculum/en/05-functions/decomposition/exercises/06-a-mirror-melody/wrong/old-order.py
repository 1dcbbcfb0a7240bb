# Each character is put behind the text, so nothing is turned around.
def backwards(text):
    """Return a text from the back to the front."""
    result = ""
    for sign in text:
        result = result + sign
    return result

def is_mirror(melody):
    """Return whether a melody is the same in both directions."""
    notes = melody.replace(" ", "").replace("|", "")
    return notes == backwards(notes)
