# The list holds the places of the good days and not their numbers.
def good_days(counts):
    average = sum(counts) / len(counts)
    result = []
    for i in range(len(counts)):
        if counts[i] > average:
            result.append(i)
    return result
