def average(texts):
    total = 0
    count = 0
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            continue
        total += number
        count += 1
    if count == 0:
        return None
    return total / count


print(average(["4.5", "--", "5.5"]))
