# The functions return the new points, but the calls do not keep them.
points = 0

def win(points):
    points = points + 3
    return points

def draw(points):
    points = points + 1
    return points

win(points)
draw(points)
win(points)
print("Points:", points)
