# Days that are exactly on average are kept too.
def good_days(counts):
    average = sum(counts) / len(counts)
    result = []
    for number in counts:
        if number >= average:
            result.append(number)
    return result
