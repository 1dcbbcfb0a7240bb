# The counter is never set back, so several rows are added up.
def longest_row(melody):
    before = ""
    row = 0
    for note in melody:
        if note == before or row == 0:
            row = row + 1
        before = note
    return row
