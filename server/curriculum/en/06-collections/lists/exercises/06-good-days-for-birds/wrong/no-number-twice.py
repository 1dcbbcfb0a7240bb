# A number that is already in the new list is left out.
def good_days(counts):
    average = sum(counts) / len(counts)
    result = []
    for number in counts:
        if number > average and number not in result:
            result.append(number)
    return result
