points = 0

def win():
    points = points + 3

def draw():
    points = points + 1

win()
draw()
win()
print("Points:", points)
