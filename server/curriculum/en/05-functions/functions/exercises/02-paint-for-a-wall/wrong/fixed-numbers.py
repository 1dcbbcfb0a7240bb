# The numbers of the example are in the body, so the parameters are not used.
def paint_needed(length, height):
    return 6 * 4 / 8

print(paint_needed(6, 4))
