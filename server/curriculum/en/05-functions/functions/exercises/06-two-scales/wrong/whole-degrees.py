# Two slashes lose the part behind the point.
def convert(degrees, scale):
    if scale == "C":
        return degrees * 9 // 5 + 32
    if scale == "F":
        return (degrees - 32) * 5 // 9
    return None
