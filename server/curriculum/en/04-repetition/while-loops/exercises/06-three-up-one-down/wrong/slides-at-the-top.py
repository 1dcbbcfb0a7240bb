# The top is tested at the end of the turn, after the robot has slid down.
stairs = int(input("How many steps? "))
step = 0
turn = 0
while step < stairs:
    turn = turn + 1
    step = step + 2
    if step >= stairs:
        print(f"Turn {turn}: top")
    else:
        print(f"Turn {turn}: step {step}")
