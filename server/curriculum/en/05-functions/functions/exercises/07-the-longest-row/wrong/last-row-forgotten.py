# A row is compared only when another note comes, so the row at the end is forgotten.
def longest_row(melody):
    before = ""
    row = 0
    longest = 0
    for note in melody:
        if note == before:
            row = row + 1
        else:
            if row > longest:
                longest = row
            row = 1
        before = note
    return longest
