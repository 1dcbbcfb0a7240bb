# Only three lines are read, however long the file is.
with open("log.txt") as file:
    for number in range(1, 4):
        print(number, file.readline().strip())
print("Days: 3")
