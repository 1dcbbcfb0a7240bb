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
