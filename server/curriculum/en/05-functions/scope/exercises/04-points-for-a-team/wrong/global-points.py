# The functions change a global variable and have no parameter.
points = 0

def win():
    global points
    points = points + 3

def draw():
    global points
    points = points + 1

win()
draw()
win()
print("Points:", points)
