# The line break was not removed, so empty lines are shown.
days = 0
with open("log.txt") as file:
    for line in file:
        days = days + 1
        print(days, line)
print("Days:", days)
