days = 0
with open("log.txt") as file:
    for line in file:
        days = days + 1
        print(days, line.strip())
print("Days:", days)
