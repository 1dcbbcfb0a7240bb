# A broken text is counted as 0 degrees.
def average(texts):
    total = 0
    count = 0
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            number = 0
        total += number
        count += 1
    if count == 0:
        return None
    return total / count
