# The letter x is not the operator for times.
length = 7
width = 4
area = length x width
fence = 2 * length + 2 * width
print("Area:", area)
print("Fence:", fence)
