with open("flags.txt", "a") as file:
    file.write("sky")
    file.write("blue\n")

with open("flags.txt") as file:
    for line in file:
        line = line.strip()
        print(len(line), line)

with open("flags.txt", "w") as file:
    file.write("white\n")

with open("flags.txt") as file:
    print(file.readlines())
