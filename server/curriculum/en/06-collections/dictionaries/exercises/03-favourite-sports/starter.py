def count_sports(answers):
    counts = {}
    for sport in answers:
        counts[sport] = counts[sport] + 1
    return counts
