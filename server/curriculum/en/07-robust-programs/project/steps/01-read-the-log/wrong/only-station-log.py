# The name of the file is typed in, so other logs are not read; short lines are left out.
def read_lines(name):
    lines = []
    with open("station.log") as file:
        for line in file:
            line = line.strip()
            if len(line) > 2:
                lines.append(line)
    return lines


lines = read_lines("station.log")
print(len(lines), "lines")
