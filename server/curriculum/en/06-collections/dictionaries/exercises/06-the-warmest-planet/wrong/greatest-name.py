# The greatest key is the last name in the alphabet.
def warmest(temperatures):
    return max(temperatures)
