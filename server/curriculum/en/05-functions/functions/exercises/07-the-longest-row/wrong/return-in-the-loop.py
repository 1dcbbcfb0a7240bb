# The return is inside the loop, so the call ends after the first note.
def longest_row(melody):
    before = ""
    row = 0
    longest = 0
    for note in melody:
        if note == before:
            row = row + 1
        else:
            row = 1
        if row > longest:
            longest = row
        before = note
        return longest
    return 0
