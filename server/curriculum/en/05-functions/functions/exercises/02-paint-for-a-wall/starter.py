# Write the function paint_needed here.


print(paint_needed(6, 4))
