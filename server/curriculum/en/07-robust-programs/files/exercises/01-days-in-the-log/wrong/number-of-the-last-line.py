# In an empty file the loop never runs, so the number was never made.
with open("log.txt") as file:
    lines = file.readlines()
for number in range(len(lines)):
    print(number + 1, lines[number].strip())
print("Days:", number + 1)
