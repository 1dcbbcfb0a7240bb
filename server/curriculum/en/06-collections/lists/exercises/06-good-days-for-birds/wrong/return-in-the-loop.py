# The return is inside the loop, so the function stops at the first good day.
def good_days(counts):
    average = sum(counts) / len(counts)
    result = []
    for number in counts:
        if number > average:
            result.append(number)
            return result
