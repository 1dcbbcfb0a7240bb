# Each function has the docstring of the other one.
def weight(apples, pears):
    """Return a sentence about the weight."""
    return apples * 150 + pears * 200

def report(apples, pears):
    """Return the weight of the fruit in grams."""
    grams = weight(apples, pears)
    return f"The fruit weighs {grams} g."

print(report(4, 2))
