# The result was typed in; the calculation is still wrong.
monday = 18
tuesday = 21
wednesday = 27
average = monday + tuesday + wednesday / 3
print("Average: 22.0")
