# Only the first word of the message is kept.
KINDS = ["INFO", "WARNING", "ERROR"]


def read_lines(name):
    lines = []
    with open(name) as file:
        for line in file:
            line = line.strip()
            if line != "":
                lines.append(line)
    return lines


def parse(line):
    words = line.split()
    if len(words) < 3 or words[1] not in KINDS:
        raise ValueError("broken line: " + line)
    return (words[0], words[1], words[2])


lines = read_lines("station.log")
print(len(lines), "lines")
print(parse(lines[0]))
