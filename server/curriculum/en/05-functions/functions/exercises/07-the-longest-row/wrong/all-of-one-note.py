# The notes are counted in the whole melody, also when they are not side by side.
def longest_row(melody):
    longest = 0
    for note in melody:
        count = 0
        for other in melody:
            if other == note:
                count = count + 1
        if count > longest:
            longest = count
    return longest
