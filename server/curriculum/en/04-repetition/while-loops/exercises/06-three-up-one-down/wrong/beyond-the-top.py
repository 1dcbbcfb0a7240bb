# The robot must be above the top step, so it misses a top that it reaches exactly.
stairs = int(input("How many steps? "))
step = 0
turn = 0
while True:
    turn = turn + 1
    step = step + 3
    if step > stairs:
        print(f"Turn {turn}: top")
        break
    step = step - 1
    print(f"Turn {turn}: step {step}")
