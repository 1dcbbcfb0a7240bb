def count_sports(answers):
    counts = {}
    for sport in answers:
        if sport in counts:
            counts[sport] = counts[sport] + 1
        else:
            counts[sport] = 1
    return counts
