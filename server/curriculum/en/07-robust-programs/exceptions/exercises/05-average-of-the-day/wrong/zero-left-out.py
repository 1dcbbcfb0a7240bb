# A temperature of 0 is treated like a broken text.
def average(texts):
    numbers = []
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            number = 0
        if number:
            numbers.append(number)
    if len(numbers) == 0:
        return None
    return sum(numbers) / len(numbers)
