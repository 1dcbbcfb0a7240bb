def weight(apples, pears):
    """Return the weight of the fruit in grams."""
    return apples * 150 + pears * 200

def report(apples, pears):
    """Return a sentence about the weight."""
    grams = weight(apples, pears)
    return f"The fruit weighs {grams} g."

print(report(4, 2))
