# The result is shown and not returned.
def paint_needed(length, height):
    print(length * height / 8)

paint_needed(6, 4)
