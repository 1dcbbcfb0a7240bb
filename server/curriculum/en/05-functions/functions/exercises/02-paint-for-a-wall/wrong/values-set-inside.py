# The parameters get fixed values inside the function.
def paint_needed(length, height):
    length = 6
    height = 4
    return length * height / 8

print(paint_needed(6, 4))
