# Every answer sets the value to 1 again.
def count_sports(answers):
    counts = {}
    for sport in answers:
        counts[sport] = 1
    return counts
