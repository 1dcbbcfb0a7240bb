# Only one length and one width were added.
length = 7
width = 4
area = length * width
fence = length + width
print("Area:", area)
print("Fence:", fence)
