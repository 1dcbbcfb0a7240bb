steps = int(input("How many steps? "))
for step in range(1, steps + 1):
    print("Step", step)
print("You are at the top.")
