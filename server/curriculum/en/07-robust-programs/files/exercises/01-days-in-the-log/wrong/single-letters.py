# The loop goes through the letters of the text and not through its lines.
days = 0
with open("log.txt") as file:
    for line in file.read():
        days = days + 1
        print(days, line.strip())
print("Days:", days)
