steps = 0
while steps < 20:
    steps = steps + 3
    if steps == 9:
        continue
    if steps > 14:
        break
    print("step", steps)
print("stopped at", steps)
