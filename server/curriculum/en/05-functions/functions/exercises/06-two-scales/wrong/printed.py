# The results are shown and not returned.
def convert(degrees, scale):
    if scale == "C":
        print(degrees * 9 / 5 + 32)
    elif scale == "F":
        print((degrees - 32) * 5 / 9)
    else:
        print(None)
