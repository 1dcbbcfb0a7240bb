# Two slashes give a whole number.
monday = 18
tuesday = 21
wednesday = 27
average = (monday + tuesday + wednesday) // 3
print("Average:", average)
