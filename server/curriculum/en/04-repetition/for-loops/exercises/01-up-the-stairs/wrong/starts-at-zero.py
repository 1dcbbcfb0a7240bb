# The count starts at 0.
steps = int(input("How many steps? "))
for step in range(steps):
    print("Step", step)
print("You are at the top.")
