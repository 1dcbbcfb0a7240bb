# The functions have a parameter, but they return nothing.
points = 0

def win(points):
    points = points + 3

def draw(points):
    points = points + 1

points = win(points)
points = draw(points)
points = win(points)
print("Points:", points)
