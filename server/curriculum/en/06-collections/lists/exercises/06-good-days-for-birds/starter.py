def good_days(counts):
    result = []
    # Fill the new list here.
    return result
