# Without a good number, the sum is divided by zero.
def average(texts):
    total = 0
    count = 0
    for text in texts:
        try:
            total += float(text)
            count += 1
        except ValueError:
            print("left out:", text)
    return total / count
