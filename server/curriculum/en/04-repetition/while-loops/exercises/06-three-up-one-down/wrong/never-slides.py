# The robot does not slide down.
stairs = int(input("How many steps? "))
step = 0
turn = 0
while True:
    turn = turn + 1
    step = step + 3
    if step >= stairs:
        print(f"Turn {turn}: top")
        break
    print(f"Turn {turn}: step {step}")
