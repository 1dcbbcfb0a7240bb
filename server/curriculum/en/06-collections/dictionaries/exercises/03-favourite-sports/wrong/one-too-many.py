# A new sport starts with 1 and then gets one more.
def count_sports(answers):
    counts = {}
    for sport in answers:
        counts[sport] = counts.get(sport, 1) + 1
    return counts
