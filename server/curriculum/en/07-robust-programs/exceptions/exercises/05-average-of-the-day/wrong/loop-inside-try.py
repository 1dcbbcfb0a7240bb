# The first broken text ends the loop.
def average(texts):
    total = 0
    count = 0
    try:
        for text in texts:
            total += float(text)
            count += 1
    except ValueError:
        print("a broken text")
    if count == 0:
        return None
    return total / count
