# The return stands inside the loop, so the reading ends after one line.
def read_lines(name):
    lines = []
    with open(name) as file:
        for line in file:
            line = line.strip()
            if line != "":
                lines.append(line)
            return lines


lines = read_lines("station.log")
print(len(lines), "lines")
