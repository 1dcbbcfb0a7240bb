# With else, every scale that is not C is taken as F.
def convert(degrees, scale):
    if scale == "C":
        return degrees * 9 / 5 + 32
    else:
        return (degrees - 32) * 5 / 9
