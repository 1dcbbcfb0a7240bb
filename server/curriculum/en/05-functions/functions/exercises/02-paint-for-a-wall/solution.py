def paint_needed(length, height):
    return length * height / 8

print(paint_needed(6, 4))
