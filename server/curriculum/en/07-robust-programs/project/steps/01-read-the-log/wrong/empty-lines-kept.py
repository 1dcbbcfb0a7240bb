# Empty lines are in the list, too.
def read_lines(name):
    lines = []
    with open(name) as file:
        for line in file:
            line = line.strip()
            lines.append(line)
    return lines


lines = read_lines("station.log")
print(len(lines), "lines")
