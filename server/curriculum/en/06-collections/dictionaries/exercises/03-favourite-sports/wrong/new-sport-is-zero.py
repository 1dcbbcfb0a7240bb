# A new sport gets the value 0, so its first answer is not counted.
def count_sports(answers):
    counts = {}
    for sport in answers:
        if sport in counts:
            counts[sport] = counts[sport] + 1
        else:
            counts[sport] = 0
    return counts
