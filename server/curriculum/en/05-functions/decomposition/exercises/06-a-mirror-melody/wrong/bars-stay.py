# Only the spaces are taken out, and the bars still count.
def backwards(text):
    """Return a text from the back to the front."""
    result = ""
    for sign in text:
        result = sign + result
    return result

def is_mirror(melody):
    """Return whether a melody is the same in both directions."""
    notes = melody.replace(" ", "")
    return notes == backwards(notes)
