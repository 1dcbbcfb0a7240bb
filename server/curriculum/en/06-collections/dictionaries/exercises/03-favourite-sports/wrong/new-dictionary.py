# Each turn starts with a new dictionary, so only the last sport is left.
def count_sports(answers):
    for sport in answers:
        counts = {}
        counts[sport] = counts.get(sport, 0) + 1
    return counts
