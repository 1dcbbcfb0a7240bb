# The answer is not used, so there are four steps each time.
steps = int(input("How many steps? "))
for step in range(1, 5):
    print("Step", step)
print("You are at the top.")
