# The end of the range is left out, so the last step is missing.
steps = int(input("How many steps? "))
for step in range(1, steps):
    print("Step", step)
print("You are at the top.")
