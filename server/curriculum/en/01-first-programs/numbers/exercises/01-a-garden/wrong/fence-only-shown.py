# The fence was calculated inside the print, so its value was not kept.
length = 7
width = 4
area = length * width
print("Area:", area)
print("Fence:", 2 * length + 2 * width)
