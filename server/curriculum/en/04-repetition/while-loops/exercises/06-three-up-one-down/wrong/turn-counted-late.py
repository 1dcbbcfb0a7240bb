# The turn is counted at its end, so the last number is too small.
stairs = int(input("How many steps? "))
step = 0
turn = 0
while True:
    step = step + 3
    if step >= stairs:
        print(f"Turn {turn}: top")
        break
    step = step - 1
    turn = turn + 1
    print(f"Turn {turn}: step {step}")
