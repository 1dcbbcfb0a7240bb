stairs = int(input("How many steps? "))
step = 0
turn = 0
# Let the robot climb here.
