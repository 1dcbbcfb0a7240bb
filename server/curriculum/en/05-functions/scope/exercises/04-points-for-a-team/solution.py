points = 0

def win(points):
    points = points + 3
    return points

def draw(points):
    points = points + 1
    return points

points = win(points)
points = draw(points)
points = win(points)
print("Points:", points)
