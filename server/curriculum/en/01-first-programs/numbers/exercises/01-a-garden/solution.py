length = 7
width = 4
area = length * width
fence = 2 * length + 2 * width
print("Area:", area)
print("Fence:", fence)
